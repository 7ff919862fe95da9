package dev.godwit.startup;

import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Text on SQLite, timestamptz on PostgreSQL. */
@SuppressWarnings("serial")
final class TimeBinding extends BothBinding<Instant> {
  private final TimeStyle style;

  TimeBinding(String column, TimeStyle style) {
    super(column, Kind.TIMESTAMPTZ, Instant.class);
    this.style = style;
  }

  @Override
  Instant fromCell(Row row) {
    long micros = row.integer(0);
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      throw misfit("an infinite time");
    }
    return Instant.EPOCH.plus(Kind.EPOCH_MICROS, ChronoUnit.MICROS).plus(micros, ChronoUnit.MICROS);
  }

  @Override
  Object toSqlite(Instant value) {
    // PostgreSQL would round; both shall hold the same.
    return style.write(value.truncatedTo(ChronoUnit.MICROS));
  }

  @Override
  Instant fromPostgres(ResultSet row, int index) throws SQLException {
    OffsetDateTime value = row.getObject(index, OffsetDateTime.class);
    if (OffsetDateTime.MAX.equals(value) || OffsetDateTime.MIN.equals(value)) {
      throw misfit("an infinite time");
    }
    return value == null ? null : value.toInstant();
  }

  @Override
  void toPostgres(PreparedStatement statement, int index, Instant value) throws SQLException {
    statement.setObject(index, value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
  }
}
