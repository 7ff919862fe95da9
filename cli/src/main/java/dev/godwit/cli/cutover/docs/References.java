package dev.godwit.cli.cutover.docs;

import dev.godwit.cli.cutover.profile.CutoverProfile.Docs;
import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What documents say of other documents: paths that lead into the person's home folder. */
final class References {
  private final Pattern pattern;
  private final List<String> old;
  private final String fresh;

  References(Docs docs, Places places) {
    this.pattern = docs.reference() == null ? null : Pattern.compile(docs.reference());
    this.old = docs.references().stream().map(places::text).toList();
    this.fresh = places.shown(places.target(docs.to())) + "/";
  }

  private Optional<String> moved(String path) {
    return old.stream()
        .filter(path::startsWith)
        .findFirst()
        .map(o -> fresh + path.substring(o.length()));
  }

  int count(Path file) {
    if (pattern == null || !file.toString().endsWith(".md")) {
      return 0;
    }
    try {
      Matcher matcher = pattern.matcher(Files.readString(file));
      int count = 0;
      while (matcher.find()) {
        count += moved(matcher.group(1)).isPresent() ? 1 : 0;
      }
      return count;
    } catch (MalformedInputException e) {
      // Copied byte by byte, whatever it is.
      return 0;
    } catch (IOException e) {
      throw GodwitException.refused(file + " cannot be read: " + e);
    }
  }

  String rewritten(String text) {
    return pattern == null
        ? text
        : pattern
            .matcher(text)
            .replaceAll(
                m ->
                    Matcher.quoteReplacement(
                        m.group().replace(m.group(1), moved(m.group(1)).orElse(m.group(1)))));
  }
}
