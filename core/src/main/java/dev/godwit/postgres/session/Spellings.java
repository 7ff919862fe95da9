package dev.godwit.postgres.session;

import java.util.List;
import java.util.stream.Collectors;

/** The settings under which a server spells values in the one way that is compared. */
public final class Spellings {
  private static final List<String> SETTINGS =
      List.of(
          "datestyle = 'ISO, YMD'",
          "intervalstyle = 'postgres'",
          "TimeZone = 'UTC'",
          "extra_float_digits = 1",
          "bytea_output = 'hex'",
          "lc_monetary = 'C'",
          "array_nulls = on",
          "xmloption = 'content'");

  /** For a session of our own. */
  static final String SESSION = each("SET ");

  /** Until the end of the transaction: a plain SET would reach later migrations. */
  public static final String TRANSACTION = each("SET LOCAL ");

  private Spellings() {}

  private static String each(String set) {
    return SETTINGS.stream().map(s -> set + s + ";\n").collect(Collectors.joining());
  }
}
