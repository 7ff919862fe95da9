package dev.godwit.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's own types, and those of the extensions that come with it, by their names. */
public final class TypeNames {
  private static final Pattern FORM =
      Pattern.compile(
          "([\\p{L}_\"][\\p{L}\\p{N}_ .\"]*?)\\s*(?:\\((\\d+)(?:\\s*,\\s*(-?\\d+))?\\))?"
              + "(\\s+with(?:out)? time zone)?(\\[\\])*");
  private static final Pattern INTERVAL =
      Pattern.compile(
          "interval (year|month|day|hour|minute|second)(?: to (month|hour|minute|second))?");
  private static final List<String> FIELDS =
      List.of("year", "month", "day", "hour", "minute", "second");

  private TypeNames() {}

  /**
   * The type that a name such as {@code numeric(10,2)[]} stands for; one that is not known is left
   * for the server to read. Null for what is no name of a type.
   */
  public static ColumnType parse(String name) {
    Matcher form = FORM.matcher(name.strip());
    if (!form.matches()) {
      return null;
    }
    Kind kind = Kind.named(base(form));
    if (kind == null || form.group(5) != null) {
      return composed(name.strip(), form);
    }
    int first = form.group(2) == null ? 0 : Integer.parseInt(form.group(2));
    int second = form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
    if (kind.isTemporal() && form.group(2) != null) {
      return new ColumnType(kind, 1, first, name.strip());
    }
    // char without a length is char(1).
    int length = kind == Kind.CHAR && first == 0 ? 1 : first;
    return new ColumnType(kind, length, second, name.strip());
  }

  /** The name without limits: PostgreSQL writes them before {@code with time zone}. */
  private static String base(Matcher form) {
    return (form.group(1) + Objects.requireNonNullElse(form.group(4), "")).toLowerCase(Locale.ROOT);
  }

  private static ColumnType composed(String name, Matcher form) {
    if (form.group(5) != null) {
      ColumnType element = parse(name.replaceFirst("(\\s*\\[\\])+$", ""));
      return new ColumnType(
          Kind.NATIVE,
          0,
          0,
          name,
          nature(Family.ARRAY, name, List.of(new Nature.Part("", element))));
    }
    Matcher interval = INTERVAL.matcher(base(form));
    Family family = interval.matches() ? Family.INTERVAL : Family.named(base(form));
    List<String> labels = interval.matches() ? fields(interval) : List.of();
    Nature nature = new Nature(family, name, labels, List.of(), false);
    int limit = form.group(2) == null ? 0 : Integer.parseInt(form.group(2));
    return switch (family) {
      case BIT -> new ColumnType(Kind.NATIVE, Math.max(1, limit), 0, name, nature);
      case VARBIT -> new ColumnType(Kind.NATIVE, limit, 0, name, nature);
      case INTERVAL, TIMETZ ->
          new ColumnType(Kind.NATIVE, form.group(2) == null ? 0 : 1, limit, name, nature);
      default -> new ColumnType(Kind.NATIVE, 0, 0, name, nature);
    };
  }

  /** What such an interval keeps. */
  private static List<String> fields(Matcher interval) {
    int first = FIELDS.indexOf(interval.group(1));
    int last = interval.group(2) == null ? first : FIELDS.indexOf(interval.group(2));
    List<String> result = new ArrayList<>(FIELDS.subList(first, Math.max(first, last) + 1));
    result.add("infinity");
    return result;
  }

  private static Nature nature(Family family, String name, List<Nature.Part> parts) {
    return new Nature(family, name, List.of(), parts, false);
  }
}
