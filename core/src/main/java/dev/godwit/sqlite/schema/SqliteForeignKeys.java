package dev.godwit.sqlite.schema;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.ForeignKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the foreign keys of tables; the catalog knows how names are spelled. */
final class SqliteForeignKeys {
  private record KeyPart(
      int id, String target, String from, String to, String update, String delete) {}

  private final Connection connection;
  private final SqliteCatalog catalog;

  SqliteForeignKeys(Connection connection, SqliteCatalog catalog) {
    this.connection = connection;
    this.catalog = catalog;
  }

  List<ForeignKey> of(String table, TableSql parsed) throws SQLException {
    Map<Integer, List<KeyPart>> byId = new LinkedHashMap<>();
    Queries.list(
            connection,
            r ->
                new KeyPart(
                    r.getInt(1),
                    SqliteCatalog.text(r, 2),
                    SqliteCatalog.text(r, 3),
                    r.getString(4),
                    r.getString(5),
                    r.getString(6)),
            "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete"
                + " FROM pragma_foreign_key_list(?) ORDER BY id DESC, seq",
            table)
        .forEach(e -> byId.computeIfAbsent(e.id(), i -> new ArrayList<>()).add(e));
    return byId.values().stream().map(parts -> foreignKey(table, parts, parsed)).toList();
  }

  private ForeignKey foreignKey(String table, List<KeyPart> parts, TableSql parsed) {
    KeyPart first = parts.get(0);
    String target = catalog.actual(first.target());
    List<String> from = parts.stream().map(p -> catalog.actual(table, p.from())).toList();
    List<String> to =
        parts.stream().anyMatch(p -> p.to() == null)
            ? catalog.key(target)
            : parts.stream().map(p -> catalog.actual(target, p.to())).toList();
    TableSql.Reference clause = parsed.reference(from, target);
    return new ForeignKey(
        clause.name(),
        from,
        target,
        to,
        first.delete(),
        first.update(),
        clause.deferral() != TableSql.Deferral.NO,
        clause.deferral() == TableSql.Deferral.INITIALLY,
        true,
        ForeignKey.Finer.NONE);
  }
}
