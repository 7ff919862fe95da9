package dev.godwit.cli.cutover.validation;

import dev.godwit.Stores;
import dev.godwit.cli.cutover.step.Check;
import dev.godwit.inspect.ColumnProfile;
import dev.godwit.inspect.Inspector;
import dev.godwit.inspect.Mark;
import dev.godwit.inspect.Seen;
import dev.godwit.inspect.TableProfile;
import dev.godwit.store.Source;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How the databases spell the times that became PostgreSQL's. */
final class DateSurvey {
  private DateSurvey() {}

  static Check of(List<Path> databases, Connection connection) throws SQLException {
    Set<String> times = times(connection);
    Map<Mark, Long> found = new EnumMap<>(Mark.class);
    int columns = 0;
    for (Path database : databases) {
      try (Source source = Stores.source(database.toString(), null)) {
        for (TableProfile table : Inspector.profile(source).tables()) {
          for (ColumnProfile column : table.columns()) {
            if (times.contains(table.name() + "." + column.name()) && column.values() > 0) {
              columns++;
              column.seen().forEach((mark, seen) -> count(found, mark, seen));
            }
          }
        }
      }
    }
    String spelled =
        found.entrySet().stream()
            .map(e -> word(e.getKey()) + " " + String.format(Locale.ROOT, "%,d", e.getValue()))
            .collect(Collectors.joining(", "));
    return Check.ok("times", columns + " columns with times; spelled: " + spelled);
  }

  private static void count(Map<Mark, Long> found, Mark mark, Seen seen) {
    if (mark.isDate() || mark == Mark.NOT_DATE || mark == Mark.EMPTY) {
      found.merge(mark, seen.count(), Long::sum);
    }
  }

  private static String word(Mark mark) {
    return switch (mark) {
      case DATETIME -> "of no zone, taken for UTC";
      case DATETIME_ZONED -> "with a zone";
      case NOT_DATE -> "no time that is known";
      default -> mark.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  private static Set<String> times(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE"
                    + " table_schema = current_schema() AND data_type LIKE 'timestamp%'")) {
      Set<String> result = new HashSet<>();
      while (rows.next()) {
        result.add(rows.getString(1));
      }
      return result;
    }
  }
}
