package dev.godwit.cli;

import dev.godwit.cli.report.StreamName;
import dev.godwit.model.GodwitException;
import dev.godwit.report.Report;
import dev.godwit.store.OwnFile;
import dev.godwit.store.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Standard input and output as stores. What is read lies in a private file meanwhile, and so does
 * what is written, until the run is done; both are gone once this is closed. Not thread-safe.
 */
final class Streams implements AutoCloseable {
  private static final int GLANCE_MILLIS = 100;

  private final Main main;
  private boolean writes;
  private Path folder;
  private StreamName from;
  private Path input;
  private Path output;

  Streams(Main main) {
    this.main = main;
  }

  /** Whether a word of a command line names a stream, alone or as an option's value. */
  static boolean isNamedBy(String word) {
    return StreamName.of(word.replaceFirst("^--[a-z-]+=", "")).isPresent();
  }

  /** Whether a store of this command line is a stream. */
  boolean areUsed() {
    return folder != null;
  }

  /** Standard output is for rows from now on: what is said goes to standard error. */
  void write() {
    writes = true;
    main.sayBeside();
  }

  /**
   * The source of this name: where that is a stream, a file that holds all of standard input.
   *
   * @throws GodwitException where standard input was read as something else already
   */
  String source(String name) {
    StreamName stream = StreamName.of(name).orElse(null);
    if (stream == null) {
      return name;
    }
    if (from == null) {
      input = place("stdin", "standard input", stream);
      from = stream;
      fill();
    } else if (!from.equals(stream)) {
      throw GodwitException.usage(
          "--from " + from + " and " + stream + ": standard input is read once; name one of them");
    }
    return stream.form() + ":" + input + stream.parameters();
  }

  /** The source of these names, under the stream's own where it is all that is read. */
  Source named(Source source, List<String> names) {
    return from == null || names.size() != 1 ? source : new StreamSource(source, from.toString());
  }

  /**
   * The target of this name: where that is a stream, a file that is to be made.
   *
   * @throws GodwitException where the verb writes no stream
   */
  String target(String name) {
    StreamName stream = StreamName.of(name).orElse(null);
    if (stream == null) {
      return name;
    }
    requireWriting(name);
    if (output == null) {
      output = place("stdout", "standard output", stream);
    }
    return stream.form() + ":" + output + stream.parameters();
  }

  /** Refuses a target that only {@code migrate} can write; {@code name} may be null. */
  void requireWriting(String name) {
    if (name != null && !writes && StreamName.of(name).isPresent()) {
      throw GodwitException.usage(
          "--to "
              + name
              + ": standard output is a target of godwit migrate alone; name a file or folder");
    }
  }

  private Path place(String name, String called, StreamName stream) {
    try {
      if (folder == null) {
        folder = Files.createTempDirectory("godwit-");
      }
    } catch (IOException e) {
      throw GodwitException.failed(
          "no folder for what a stream holds could be made in "
              + System.getProperty("java.io.tmpdir")
              + ": "
              + e,
          e);
    }
    Path place = folder.resolve(name + "." + stream.form());
    main.secrets().call(stream.form() + ":" + place, stream.form() + ":-");
    main.secrets().call(place.toString(), called);
    return place;
  }

  /** On a thread of its own: nothing ends a read of a pipe whose other end says nothing. */
  private void fill() {
    FutureTask<Long> copying = new FutureTask<>(this::copy);
    Thread thread = new Thread(copying, "godwit-stdin");
    thread.setDaemon(true);
    thread.start();
    try {
      while (!isDone(copying)) {
        if (main.ending().isAsked()) {
          throw GodwitException.failed("standard input was not read to its end", null);
        }
      }
    } catch (ExecutionException e) {
      throw GodwitException.failed("standard input cannot be kept: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GodwitException.failed("standard input was not read to its end", e);
    }
  }

  private static boolean isDone(FutureTask<Long> copying)
      throws ExecutionException, InterruptedException {
    try {
      copying.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private long copy() throws IOException {
    OwnFile.create(input);
    try (OutputStream file = Files.newOutputStream(input)) {
      return main.surroundings().in().transferTo(file);
    }
  }

  /**
   * Sends what a run that is kept has written.
   *
   * @throws GodwitException where standard output does not take all of it
   */
  void deliver(Report report) {
    if (output == null || !report.verdict().isKept()) {
      return;
    }
    if (Files.isDirectory(output)) {
      throw GodwitException.usage(
          "shape=folder is no stream; leave it out, or name another shape or a folder");
    }
    if (!Files.exists(output)) {
      throw GodwitException.refused(
          "the source has no tables: there is nothing to write to standard output");
    }
    OutputStream out = main.surroundings().data();
    try {
      Files.copy(output, out);
      out.flush();
    } catch (IOException e) {
      throw GodwitException.failed("standard output did not take all rows: " + e, e);
    }
    if (out instanceof PrintStream print && print.checkError()) {
      throw GodwitException.failed("standard output was closed before all rows were written", null);
    }
  }

  @Override
  public void close() {
    Path gone = folder;
    folder = null;
    from = null;
    input = null;
    output = null;
    if (gone == null) {
      return;
    }
    try (Stream<Path> all = Files.walk(gone)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      main.say(gone + " holds rows and cannot be removed: " + e.getMessage());
    }
  }
}
