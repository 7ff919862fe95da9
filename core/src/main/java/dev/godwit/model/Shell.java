package dev.godwit.model;

import java.util.Set;

/** Commands in messages, as a shell takes them: a person copies the line and it runs. */
public final class Shell {
  /** What stands for a kind of store in place of a path. */
  private static final Set<String> WORDS = Set.of("sqlite", "json", "postgresql", "postgres");

  private Shell() {}

  /** As one word, whatever is in it. */
  public static String word(String text) {
    return text.matches("[A-Za-z0-9_./:@%+=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
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
