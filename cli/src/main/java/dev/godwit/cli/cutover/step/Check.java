package dev.godwit.cli.cutover.step;

import java.util.Locale;

/**
 * Something that was looked at: what it is, how it is, what was seen, and what a person should do
 * about it (null where nothing). Holds no secret.
 */
public record Check(String name, Level level, String evidence, String advice) {
  /** How it is. */
  public enum Level {
    OK,
    WARNING,
    FAILED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Check ok(String name, String evidence) {
    return new Check(name, Level.OK, evidence, null);
  }

  public static Check warning(String name, String evidence, String advice) {
    return new Check(name, Level.WARNING, evidence, advice);
  }

  public static Check failed(String name, String evidence, String advice) {
    return new Check(name, Level.FAILED, evidence, advice);
  }

  public boolean isFailed() {
    return level == Level.FAILED;
  }
}
