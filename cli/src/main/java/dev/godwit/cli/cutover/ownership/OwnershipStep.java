package dev.godwit.cli.cutover.ownership;

import dev.godwit.cli.cutover.config.Person;
import dev.godwit.cli.cutover.profile.CutoverProfile.OwnerRule;
import dev.godwit.cli.cutover.profile.CutoverProfile.Ownership;
import dev.godwit.cli.cutover.step.Check;
import dev.godwit.cli.cutover.step.Step;
import dev.godwit.cli.cutover.step.StepPlan;
import dev.godwit.cli.cutover.step.StepResult;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Shown;
import dev.godwit.plan.Owner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Gives each row that has no owner one, by the first rule that fits, in one transaction. Rows that
 * have an owner keep theirs.
 */
public final class OwnershipStep implements Step {
  private final Ownership rules;
  private final List<Person> people;
  private final Map<String, Long> uids;
  private final Owner migrating;
  private final Callable<Connection> connect;
  private final Consumer<String> changed;
  private final List<Check> checks = new ArrayList<>();

  /**
   * {@code uids} are the user ids of people, by name; who has none there has none on this machine.
   */
  public OwnershipStep(
      Ownership rules,
      List<Person> people,
      Map<String, Long> uids,
      Owner migrating,
      Callable<Connection> connect,
      Consumer<String> changed) {
    this.rules = rules;
    this.people = people;
    this.uids = uids;
    this.migrating = migrating;
    this.connect = connect;
    this.changed = changed;
  }

  @Override
  public String name() {
    return "ownership";
  }

  @Override
  public StepPlan plan() {
    List<String> actions = new ArrayList<>();
    for (OwnerRule rule : rules.rules()) {
      String whose =
          rule.matches() == null
              ? migrating.person() + " (uid " + migrating.uid() + ")"
              : "the person whose " + rule.matches() + " it is";
      String rows = rule.column() == null ? "" : ", by " + rule.column();
      actions.add(rules.table() + ", " + rule.name() + rows + ": to " + whose);
    }
    checks.clear();
    if (!people.isEmpty() && people.stream().noneMatch(p -> p.name().equals(migrating.person()))) {
      checks.add(
          Check.warning(
              "unknown person",
              migrating.person() + " is not listed among the people of the configuration",
              "add them there, or the system does not know whose the sessions are"));
    }
    for (Person person : people) {
      if (person.email() != null && uid(person) == null) {
        checks.add(
            Check.warning(
                "no account",
                person.name() + " has no account on this machine that is known",
                "their rows get their name and the uid "
                    + migrating.uid()
                    + "; --uid \""
                    + person.name()
                    + "=N\" says another"));
      }
    }
    return new StepPlan(actions, checks, List.of());
  }

  private Long uid(Person person) {
    return person.name().equals(migrating.person()) ? migrating.uid() : uids.get(person.name());
  }

  @Override
  public StepResult run(StepPlan plan) {
    try (Connection connection = connect.call()) {
      connection.setAutoCommit(false);
      DSLContext sql = DSL.using(connection, SQLDialect.POSTGRES);
      Map<String, Long> given = new LinkedHashMap<>();
      for (OwnerRule rule : rules.rules()) {
        apply(sql, rule, given);
      }
      List<String> facts = new ArrayList<>();
      given.forEach((whom, rows) -> facts.add(Shown.count(rows, "row") + " to " + whom));
      facts.addAll(owners(connection));
      connection.commit();
      changed.accept(rules.table());
      return new StepResult(facts, plan.checks());
    } catch (SQLException e) {
      throw GodwitException.failed(
          "the owners could not be written (SQLSTATE "
              + e.getSQLState()
              + "); no row has changed its owner. See to the database, then go on with --resume",
          e);
    } catch (GodwitException e) {
      throw e;
    } catch (Exception e) {
      throw GodwitException.failed("the owners could not be written: " + e, e);
    }
  }

  private void apply(DSLContext sql, OwnerRule rule, Map<String, Long> given) {
    if (rule.matches() == null) {
      String whom = migrating.person() + ", uid " + migrating.uid() + " (" + rule.name() + ")";
      add(given, whom, update(sql, rule, rule.equals(), migrating.person(), migrating.uid()));
      return;
    }
    for (Person person : people) {
      if (person.email() != null) {
        Long uid = uid(person);
        long owner = uid == null ? migrating.uid() : uid;
        String whom = person.name() + ", uid " + owner + " (" + rule.name() + ")";
        add(given, whom, update(sql, rule, person.email(), person.name(), owner));
      }
    }
  }

  private static void add(Map<String, Long> given, String whom, long rows) {
    if (rows > 0) {
      given.merge(whom, rows, Long::sum);
    }
  }

  private long update(DSLContext sql, OwnerRule rule, String value, String person, long uid) {
    Table<?> table = DSL.table(DSL.name(rules.table()));
    Field<String> owner = DSL.field(DSL.name(rules.person()), String.class);
    Field<Long> number = DSL.field(DSL.name(rules.uid()), Long.class);
    var fits =
        rule.column() == null
            ? DSL.noCondition()
            : DSL.lower(DSL.trim(DSL.field(DSL.name(rule.column()), String.class)))
                .eq(value.strip().toLowerCase(java.util.Locale.ROOT));
    // Who has a name keeps it; only the number may still be missing.
    long named =
        sql.update(table)
            .set(owner, person)
            .set(number, DSL.coalesce(number, DSL.val(uid)))
            .where(owner.isNull().and(fits))
            .execute();
    return named
        + sql.update(table)
            .set(number, DSL.val(uid))
            .where(number.isNull().and(owner.eq(person)).and(fits))
            .execute();
  }

  /** How it is in the end, whoever wrote it. */
  private List<String> owners(Connection connection) throws SQLException {
    var query =
        DSL.using(SQLDialect.POSTGRES)
            .select(
                DSL.field(DSL.name(rules.person())), DSL.field(DSL.name(rules.uid())), DSL.count())
            .from(DSL.table(DSL.name(rules.table())))
            .groupBy(DSL.field(DSL.name(rules.person())), DSL.field(DSL.name(rules.uid())))
            .orderBy(DSL.inline(1), DSL.inline(2))
            .getSQL();
    List<String> result = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String person = rows.getString(1);
        String uid = rows.getString(2);
        result.add(
            "now "
                + rows.getLong(3)
                + " of "
                + (person == null ? "nobody" : person)
                + (uid == null ? ", without a uid" : ", uid " + uid));
      }
    }
    return result;
  }
}
