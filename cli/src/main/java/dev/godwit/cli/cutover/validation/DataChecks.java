package dev.godwit.cli.cutover.validation;

import dev.godwit.cli.cutover.profile.CutoverProfile.Orphans;
import dev.godwit.cli.cutover.profile.CutoverProfile.Ownership;
import dev.godwit.cli.cutover.profile.CutoverProfile.Validation;
import dev.godwit.cli.cutover.step.Check;
import dev.godwit.plan.Owner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Questions to the database as it is now. */
final class DataChecks {
  private static final DSLContext SQL = DSL.using(SQLDialect.POSTGRES);
  private static final String SEQUENCES =
      """
      SELECT c.relname, a.attname, s.seqrelid::regclass::text
      FROM pg_sequence s
      JOIN pg_depend d ON d.objid = s.seqrelid AND d.classid = 'pg_class'::regclass
        AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
      JOIN pg_class c ON c.oid = d.refobjid
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
      WHERE c.relnamespace = current_schema()::regnamespace
      ORDER BY 1
      """;

  private final Connection connection;

  DataChecks(Connection connection) {
    this.connection = connection;
  }

  /** Every sequence gives a number that no row has. */
  Check sequences() throws SQLException {
    List<String> behind = new ArrayList<>();
    List<List<String>> sequences = rows(SEQUENCES);
    for (List<String> s : sequences) {
      String table = SQL.render(DSL.name(s.get(0)));
      String column = SQL.render(DSL.name(s.get(1)));
      List<String> at =
          rows("SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END, (SELECT"
                  + " coalesce(max("
                  + column
                  + "), 0) FROM "
                  + table
                  + ") FROM "
                  + s.get(2))
              .get(0);
      if (Long.parseLong(at.get(0)) <= Long.parseLong(at.get(1))) {
        behind.add(s.get(0) + "." + s.get(1));
      }
    }
    return behind.isEmpty()
        ? Check.ok("sequences", sequences.size() + " sequences, each ahead of its table")
        : Check.failed(
            "sequences",
            "behind their tables: " + String.join(", ", behind),
            "SELECT setval(pg_get_serial_sequence('TABLE', 'COLUMN'), max(COLUMN)) FROM TABLE");
  }

  /** References that no foreign key guards: TeleClaude never did either, so these are told only. */
  List<Check> orphans(Validation validation) throws SQLException {
    List<Check> checks = new ArrayList<>();
    String broken =
        rows("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated AND"
                + " connamespace = current_schema()::regnamespace")
            .get(0)
            .get(0);
    checks.add(
        broken.equals("0")
            ? Check.ok("foreign keys", "all are valid")
            : Check.failed(
                "foreign keys",
                broken + " are not validated",
                "ALTER TABLE … VALIDATE CONSTRAINT"));
    List<String> found = new ArrayList<>();
    for (Orphans o : validation.orphans()) {
      Table<?> from = DSL.table(DSL.name(o.table()));
      Table<?> to = DSL.table(DSL.name(o.of())).as("referred");
      Field<Object> value = DSL.field(DSL.name(o.table(), o.column()));
      Condition gone =
          DSL.notExists(
              DSL.selectOne().from(to).where(DSL.field(DSL.name("referred", o.key())).eq(value)));
      String query = SQL.select(DSL.count()).from(from).where(value.isNotNull().and(gone)).getSQL();
      String count = rows(query).get(0).get(0);
      if (!count.equals("0")) {
        found.add(o.table() + "." + o.column() + " " + count);
      }
    }
    if (!validation.orphans().isEmpty()) {
      checks.add(
          Check.ok(
              "orphans",
              found.isEmpty()
                  ? "every reference leads to a row"
                  : "rows that refer to what is gone, as they did in SQLite: "
                      + String.join(", ", found)));
    }
    return checks;
  }

  /** Everybody's rows can be read by their owner, and nobody's rows are left. */
  List<Check> owners(Ownership o, Owner migrating) throws SQLException {
    List<Check> checks = new ArrayList<>();
    Table<?> table = DSL.table(DSL.name(o.table()));
    Field<String> person = DSL.field(DSL.name(o.person()), String.class);
    Field<Long> uid = DSL.field(DSL.name(o.uid()), Long.class);
    String without =
        rows(SQL.select(DSL.count()).from(table).where(person.isNull().or(uid.isNull())).getSQL())
            .get(0)
            .get(0);
    checks.add(
        without.equals("0")
            ? Check.ok("owners", "every row of " + o.table() + " has a person and a uid")
            : Check.failed(
                "owners",
                without + " rows of " + o.table() + " have no owner",
                "godwit cutover --resume"));
    String counts =
        SQL.select(person, DSL.count()).from(table).groupBy(person).orderBy(person).getSQL();
    List<List<String>> owners = rows(counts);
    for (List<String> owner : owners) {
      String key =
          SQL.select(DSL.field(DSL.name(o.key())))
              .from(table)
              .where(person.eq(DSL.inline(String.valueOf(owner.get(0)))))
              .limit(DSL.inline(1))
              .getSQL();
      checks.add(
          rows(key).isEmpty()
              ? Check.failed(
                  "readable", "no row of " + owner.get(0) + " can be read", "see to the rights")
              : Check.ok(
                  "readable",
                  owner.get(1) + " rows of " + o.table() + " by their owner " + owner.get(0)));
    }
    boolean any = owners.stream().anyMatch(r -> migrating.person().equals(r.get(0)));
    if (!any && !owners.isEmpty()) {
      checks.add(
          Check.warning("readable", "no row became " + migrating.person() + "'s", "see the rules"));
    }
    return checks;
  }

  private List<List<String>> rows(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet result = statement.executeQuery()) {
      List<List<String>> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }
}
