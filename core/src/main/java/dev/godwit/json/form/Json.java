package dev.godwit.json.form;

import dev.godwit.model.GodwitException;
import dev.godwit.value.text.JsonText;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/** Parsers of files, and what their errors mean to people. */
public final class Json {
  private static final String TOO_DEEP = "Document nesting depth";
  private static final String HALF = "surrogate pair in property name";
  private static final String LATTER_HALF = "low surrogate in property name";

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .disable(tools.jackson.core.TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(JsonText.LIMITS)
          .build();

  private Json() {}

  /** A parser at the start of the file; closing it closes the file. */
  public static JsonParser open(Path file) {
    try {
      return open(Files.newInputStream(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  public static JsonParser open(InputStream in) {
    return FACTORY.createParser(
        ObjectReadContext.empty(), new BufferedInputStream(new StrictUtf8(in), 1 << 16));
  }

  public static JsonParser open(byte[] utf8) {
    return FACTORY.createParser(ObjectReadContext.empty(), utf8, 0, utf8.length);
  }

  public static GodwitException unreadable(Path file, IOException e) {
    String why =
        e instanceof AccessDeniedException
            ? "permission denied; run as a user who may read it"
            : e instanceof NoSuchFileException ? "it does not exist" : String.valueOf(e);
    return GodwitException.failed(file + " cannot be read: " + why, e);
  }

  /** The parser's complaint with its place, and without what stands in the file. */
  public static GodwitException broken(Path file, JacksonException e) {
    if (e instanceof JacksonIOException && e.getCause() instanceof IOException cause) {
      if (!(cause instanceof java.io.CharConversionException)) {
        return unreadable(file, cause);
      }
    }
    String what =
        e instanceof UnexpectedEndOfInputException
            ? "it ends in the middle of a value"
            : reason(String.valueOf(e.getOriginalMessage()));
    if (what.equals(TOO_DEEP) || what.equals(HALF) || what.equals(LATTER_HALF)) {
      return GodwitException.refused(
          file
              + at(e.getLocation())
              + (what.equals(TOO_DEEP)
                  ? " is nested deeper than " + JsonText.DEPTH + ", the most that is read"
                  : " has names that no table can have: one holds half of a character"));
    }
    if (isGzip(file)) {
      return GodwitException.refused(
          file + " is compressed by gzip; unpack it: zcat FILE | godwit … --from json:-");
    }
    // Not as a cause: its message may quote the file.
    return GodwitException.refused(file + at(e.getLocation()) + " is no valid JSON: " + what);
  }

  private static boolean isGzip(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == 0x1f && in.read() == 0x8b;
    } catch (IOException e) {
      return false;
    }
  }

  private static String reason(String message) {
    for (String known :
        new String[] {
          "Unexpected end-of-input",
          "Invalid UTF-8",
          "Illegal unquoted character",
          "Unrecognized character escape",
          TOO_DEEP,
          HALF,
          LATTER_HALF,
          "Number value length",
          "Leading zeroes not allowed",
          "Unexpected close marker"
        }) {
      if (message.startsWith(known) || message.contains(known)) {
        return known;
      }
    }
    // The rest of Jackson's message may quote the file.
    return message.startsWith("Unexpected character (")
        ? message
            .replaceFirst("(?s)^(Unexpected character \\(.{1,3}? \\(code [^)]*\\)\\)).*", "$1")
            .lines()
            .findFirst()
            .filter(line -> line.length() < 60)
            .orElse("unexpected character")
        : "a word or sign that JSON does not have";
  }

  /** {@code , line 3, column 17}, or nothing where the place is not known. */
  public static String at(TokenStreamLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : ", line " + location.getLineNr() + ", column " + location.getColumnNr() + ",";
  }
}
