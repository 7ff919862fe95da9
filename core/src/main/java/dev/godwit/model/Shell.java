package dev.godwit.model;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Commands in messages, as a shell takes them: a person copies the line and it runs. */
public final class Shell {
  /** What stands for a kind of store in place of a path. */
  private static final Set<String> WORDS = Set.of("sqlite", "json", "postgresql", "postgres");

  private Shell() {}

  /** As one word, whatever is in it; control characters spelled as bash, zsh and ksh read them. */
  public static String word(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      StringBuilder spelled = new StringBuilder("$'");
      text.codePoints().forEach(c -> spelled.append(spelled(c)));
      return spelled.append('\'').toString();
    }
    return text.matches("[A-Za-z0-9_./:@%+=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  private static String spelled(int character) {
    if (character == '\'' || character == '\\') {
      return "\\" + (char) character;
    } else if (!Character.isISOControl(character)) {
      return Character.toString(character);
    }
    StringBuilder bytes = new StringBuilder();
    for (byte b : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
      bytes.append(String.format("\\%03o", b & 0xff));
    }
    return bytes.toString();
  }

  /** The command that takes a run back from the store of this name. */
  public static String rollback(String target, String migrationId) {
    boolean mistaken = WORDS.contains(target) || target.startsWith("-");
    return "godwit rollback --to "
        + word(mistaken ? "./" + target : target)
        + " --migration-id "
        + migrationId;
  }
}
