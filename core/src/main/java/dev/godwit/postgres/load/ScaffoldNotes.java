package dev.godwit.postgres.load;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.postgres.session.Journals;
import dev.godwit.store.can.Journal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was taken off the tables of a schema by a load of several transactions, so that whoever goes
 * on can put it back: in a journal, in the same transaction in which it was taken off.
 */
final class ScaffoldNotes {
  private static final String TRIGGERS = "TRIGGERS";

  private static final List<Column> COLUMNS =
      Stream.of(
              "schema_name",
              "place",
              "type",
              "table_name",
              "name",
              "definition",
              "comment",
              "columns",
              "parent_schema",
              "parent",
              "parent_columns",
              "match_full",
              "expressions",
              "predicate",
              "expression")
          .map(n -> Column.of(n, ColumnType.of(Kind.TEXT, "text")))
          .toList();

  private static final String READ =
      """
      SELECT s.type, s.table_name, s.name, s.definition, s.comment, s.parent_schema, s.parent,
             s.match_full, s.predicate, s.expression, s.columns::pg_catalog.text[] AS columns,
             s.parent_columns::pg_catalog.text[] AS parent_columns,
             s.expressions::pg_catalog.text[] AS expressions,
             CASE s.type WHEN 'TRIGGERS' THEN s.definition::pg_catalog.text[] END AS triggers
        FROM godwit.scaffold s WHERE s.schema_name = ? ORDER BY s.place::int""";

  private final Connection connection;
  private final Journal journal;
  private final String schema;

  ScaffoldNotes(Connection connection, String schema) {
    this.connection = connection;
    this.journal = new Journal(new Journals(() -> connection), Journals.SCAFFOLD, COLUMNS);
    this.schema = schema;
  }

  /** In place of what was noted of this schema before. */
  void write(List<Piece> off, Map<String, List<String>> triggers) throws SQLException {
    erase();
    int place = 0;
    List<List<String>> rows = new ArrayList<>();
    for (Piece p : off) {
      List<String> cells = new ArrayList<>(List.of(schema, Integer.toString(place++)));
      cells.addAll(Arrays.asList(p.type().name(), p.table(), p.name(), p.definition()));
      cells.addAll(Arrays.asList(p.comment(), array(p.columns()), p.parentSchema(), p.parent()));
      cells.addAll(Arrays.asList(array(p.parentColumns()), Boolean.toString(p.full())));
      cells.addAll(Arrays.asList(array(p.terms()), p.predicate(), p.expression()));
      rows.add(cells);
    }
    for (Map.Entry<String, List<String>> t : triggers.entrySet()) {
      List<String> cells = new ArrayList<>(List.of(schema, Integer.toString(place++), TRIGGERS));
      cells.addAll(Arrays.asList(t.getKey(), "", array(t.getValue())));
      cells.addAll(Arrays.asList(new String[COLUMNS.size() - cells.size()]));
      rows.add(cells);
    }
    journal.put(2, rows);
  }

  /** Nothing is off any more. */
  void erase() {
    journal.remove(schema);
  }

  /** Fills both with what is off; false where nothing was ever noted. */
  boolean read(List<Piece> off, Map<String, List<String>> triggers) throws SQLException {
    if (journal.found().isEmpty()) {
      return false;
    }
    return !Queries.list(
            connection,
            r -> r.getString("type").equals(TRIGGERS) ? note(r, triggers) : off.add(piece(r)),
            READ,
            schema)
        .isEmpty();
  }

  private static boolean note(ResultSet r, Map<String, List<String>> triggers) throws SQLException {
    triggers.put(r.getString("table_name"), list(r, "triggers"));
    return true;
  }

  private Piece piece(ResultSet r) throws SQLException {
    return new Piece(
        Piece.Type.valueOf(r.getString("type")),
        schema,
        r.getString("table_name"),
        r.getString("name"),
        r.getString("definition"),
        r.getString("comment"),
        list(r, "columns"),
        r.getString("parent_schema"),
        r.getString("parent"),
        list(r, "parent_columns"),
        Boolean.parseBoolean(r.getString("match_full")),
        list(r, "expressions"),
        r.getString("predicate"),
        r.getString("expression"),
        true);
  }

  /** As the server writes an array of texts. */
  private static String array(List<String> list) {
    return list.stream()
        .map(e -> '"' + e.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static List<String> list(ResultSet r, String column) throws SQLException {
    return new ArrayList<>(Queries.array(r, r.findColumn(column)));
  }
}
