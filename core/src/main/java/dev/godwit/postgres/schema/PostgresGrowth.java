package dev.godwit.postgres.schema;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.Catalog;
import dev.godwit.model.Check;
import dev.godwit.model.Column;
import dev.godwit.model.Statements;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what is new in a table that is there as statements. */
public final class PostgresGrowth {
  private PostgresGrowth() {}

  /** As {@link dev.godwit.store.can.Making#growth} asks for it. */
  public static Statements of(Table table, Table grown) {
    List<String> first = new ArrayList<>();
    List<String> drops = new ArrayList<>();
    List<String> narrows = new ArrayList<>();
    String alter = "ALTER TABLE " + Sql.POSTGRES.name(table);
    for (Column column : grown.columns()) {
      Optional<Column> was = table.column(column.name());
      if (was.isEmpty()) {
        first.add(PostgresDdl.addition(table, column));
        drops.add(alter + " DROP COLUMN " + Sql.POSTGRES.name(column.name()));
      } else if (!was.get().type().equals(column.type())) {
        first.add(alter + " " + typed(column, column));
        narrows.add(alter + " " + typed(was.get(), column));
      }
    }
    Catalog only = new Catalog(List.of(grown), List.of(), List.of());
    PostgresDdl ddl = new PostgresDdl(only, Map.of());
    List<String> last = new ArrayList<>(ddl.indexes());
    for (Check check : grown.checks()) {
      if (check.validated()) {
        last.add(alter + " ADD " + PostgresDdl.check(check));
      }
    }
    last.addAll(ddl.foreignKeys());
    return new Statements(first, last, drops, narrows);
  }

  /** A default of another type may stand in the way. */
  private static String typed(Column as, Column now) {
    String column = "ALTER COLUMN " + Sql.POSTGRES.name(as.name());
    String type = as.type().name();
    String change =
        "%s TYPE %s USING %s::%s".formatted(column, type, Sql.POSTGRES.name(as.name()), type);
    boolean defaults = now.defaultValue() != null && !now.isGenerated();
    return defaults
        ? "%s DROP DEFAULT, %s, %s SET DEFAULT %s"
            .formatted(column, change, column, as.defaultValue())
        : change;
  }
}
