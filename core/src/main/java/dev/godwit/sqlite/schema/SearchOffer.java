package dev.godwit.sqlite.schema;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What would search a table in PostgreSQL as a full-text index searched it in SQLite. */
final class SearchOffer {
  private SearchOffer() {}

  /** An object of type {@code search}: statements to run where the columns are of type text. */
  static Optional<Catalog.Other> of(VirtualTables.Search search, List<Table> tables) {
    return tables.stream()
        .filter(t -> t.name().equalsIgnoreCase(search.table()))
        .findFirst()
        .flatMap(table -> of(search, table));
  }

  private static Optional<Catalog.Other> of(VirtualTables.Search search, Table table) {
    List<String> columns =
        table.columns().stream()
            .map(Column::name)
            .filter(c -> search.columns().stream().anyMatch(c::equalsIgnoreCase))
            .toList();
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    String text =
        columns.stream()
            .map(c -> "coalesce(" + Sql.POSTGRES.name(c) + ", '')")
            .collect(Collectors.joining(" || ' ' || "));
    String name = Sql.POSTGRES.name(table.name());
    String sql =
        "ALTER TABLE "
            + name
            + " ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple', "
            + text
            + ")) STORED; CREATE INDEX ON "
            + name
            + " USING gin (search)";
    return Optional.of(new Catalog.Other("search", search.name(), table.name(), sql, null));
  }
}
