package dev.godwit.plan.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.inspect.Inspector;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Table;
import dev.godwit.plan.ColumnTypes;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.Rules;
import dev.godwit.sqlite.SqliteSource;
import dev.godwit.sqlite.schema.SqliteDdl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteRoundTripTest {
  private static final List<ColumnType> TYPES =
      List.of(
          ColumnTypes.BOOLEAN,
          ColumnTypes.BIGINT,
          ColumnTypes.DOUBLE,
          ColumnTypes.NUMERIC,
          new ColumnType(dev.godwit.model.Kind.NUMERIC, 10, 2, "numeric(10,2)"),
          ColumnTypes.TEXT,
          new ColumnType(dev.godwit.model.Kind.VARCHAR, 20, 0, "varchar(20)"),
          ColumnTypes.BYTES,
          ColumnTypes.UUID,
          ColumnTypes.DATE,
          ColumnTypes.TIME,
          ColumnTypes.TIMESTAMP,
          ColumnTypes.TIMESTAMPTZ,
          ColumnTypes.JSONB);

  @TempDir Path folder;

  @Test
  void everyKindComesBackFromSqliteWithAndWithoutRows() throws Exception {
    Table table =
        Table.of(
            "",
            "t",
            TYPES.stream().map(type -> Column.of(type.name(), type)).toList(),
            List.of("bigint"));
    Path file = folder.resolve("t.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      Catalog catalog = new Catalog(List.of(table), List.of(), List.of());
      MappedSchema mapped = SqliteMapping.toSqlite(catalog, NameStyle.KEEP, Rules.NONE);
      for (String sql : new SqliteDdl(mapped.target()).tables()) {
        statement.execute(sql);
      }
      assertThat(types(file)).isEqualTo(TYPES);
      statement.execute(
          "INSERT INTO t VALUES (1, 5, 1.5, '1.10', '12345678.90', '5', 'x', x'00',"
              + " '123e4567-e89b-12d3-a456-426614174000', '2026-01-31', '12:00:00',"
              + " '2026-01-31 12:00:00.5', '2026-01-31 12:00:00+00', '1.10')");
      assertThat(types(file)).isEqualTo(TYPES);
      try (var kept = statement.executeQuery("SELECT typeof(numeric), jsonb, \"numeric\" FROM t")) {
        assertThat(kept.getString(1)).isEqualTo("text");
        assertThat(kept.getString(2)).isEqualTo("1.10");
        assertThat(kept.getString(3)).isEqualTo("1.10");
      }
    }
  }

  private static List<ColumnType> types(Path file) {
    try (SqliteSource source = SqliteSource.open(file)) {
      MappedSchema schema =
          SchemaMapping.toPostgres(
              source.catalog(), Inspector.profile(source), "", NameStyle.KEEP, Rules.NONE);
      return schema.target().tables().get(0).columns().stream().map(Column::type).toList();
    }
  }
}
