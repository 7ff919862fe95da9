package dev.godwit.cli.report;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Standard input or output as a store: {@code json:-} or {@code csv:-}. {@code form} is the word
 * before the colon, {@code parameters} what follows the dash, with its question mark; may be empty.
 */
public record StreamName(String form, String parameters) {
  private static final Pattern NAME = Pattern.compile("(json|csv):-(\\?.*)?", Pattern.DOTALL);

  /** Takes a store's name apart; empty where it names no stream. */
  public static Optional<StreamName> of(String store) {
    Matcher m = NAME.matcher(store);
    return m.matches()
        ? Optional.of(new StreamName(m.group(1), m.group(2) == null ? "" : m.group(2)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return form + ":-" + parameters;
  }
}
