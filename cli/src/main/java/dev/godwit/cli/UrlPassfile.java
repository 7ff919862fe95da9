package dev.godwit.cli;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code passfile=} of a URL, as libpq takes it: so the embedded server's printed URL works
 * here too. Only files with a line for every host are understood.
 */
record UrlPassfile(String written, Path path) {
  private static final Pattern PARAMETER = Pattern.compile("[?&]passfile=([^&]+)");

  /** The URL's passfile, or null. */
  static UrlPassfile in(String url) {
    Matcher matcher = PARAMETER.matcher(url);
    if (!matcher.find()) {
      return null;
    }
    String plain = matcher.group(1).replace("+", "%2B");
    return new UrlPassfile(
        matcher.group(1), Path.of(URLDecoder.decode(plain, StandardCharsets.UTF_8)));
  }

  String password() {
    try {
      for (String line : Files.readAllLines(path)) {
        if (line.startsWith("*:*:*:")) {
          return line.substring(line.lastIndexOf(':') + 1);
        }
      }
      return null;
    } catch (IOException e) {
      throw GodwitException.usage("the URL's passfile cannot be read: " + path);
    }
  }

  /** The URL without it, for drivers that know nothing of passfiles. */
  static String removedFrom(String url) {
    String without = PARAMETER.matcher(url).replaceFirst("");
    // What has none is as it was: a file may be called R&D.db.
    return without.equals(url) ? url : without.replaceFirst("^([^?&]*)&", "$1?");
  }

  String addTo(String url) {
    return url + (url.contains("?") ? "&" : "?") + "passfile=" + written;
  }
}
