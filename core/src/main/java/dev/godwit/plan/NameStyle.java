package dev.godwit.plan;

import java.util.Locale;

/** What becomes of the case of names. */
public enum NameStyle {
  KEEP,
  LOWER,
  SNAKE;

  public String apply(String name) {
    return switch (this) {
      case KEEP -> name;
      case LOWER -> name.toLowerCase(Locale.ROOT);
      case SNAKE ->
          name.replaceAll("(\\p{Ll}|\\d)(\\p{Lu})", "$1_$2")
              .replaceAll("(\\p{Lu})(\\p{Lu}\\p{Ll})", "$1_$2")
              .replaceAll("[\\s.\\-]+", "_")
              .toLowerCase(Locale.ROOT);
    };
  }
}
