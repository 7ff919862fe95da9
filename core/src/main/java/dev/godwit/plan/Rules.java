package dev.godwit.plan;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.OnConflict;
import dev.godwit.model.Table;
import dev.godwit.value.Unit;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the user decided: defaults, then per table, then per column, the nearest wins. Immutable.
 * Asked by exact names: {@link RuleNames} puts rules under those of a source.
 */
public record Rules(
    Defaults defaults,
    Map<String, TableRule> tables,
    Optional<Ownership> ownership,
    Map<String, Files> files) {

  /** No rule at all: everything exactly, or not at all. */
  public static final Rules NONE = new Rules(Defaults.OPEN, Map.of(), Optional.empty(), Map.of());

  /**
   * How files of one form lie in a source and are to lie in a target: the parameters of a {@code
   * json:} or {@code csv:} name, each with its values.
   */
  public record Files(Map<String, List<String>> from, Map<String, List<String>> to) {
    static final Files NONE = new Files(Map.of(), Map.of());

    public Files {
      from = Map.copyOf(from);
      to = Map.copyOf(to);
    }

    Files over(Files below) {
      return new Files(merged(from, below.from), merged(to, below.to));
    }

    private static Map<String, List<String>> merged(
        Map<String, List<String>> above, Map<String, List<String>> below) {
      Map<String, List<String>> result = new LinkedHashMap<>(below);
      result.putAll(above);
      return result;
    }
  }

  /**
   * {@code triggers} leaves the target's triggers on during the load; {@code makesMissing} makes
   * tables that only the source has, beside others. Each may be left open by a null, and is then
   * the strict one, unless rules below say something.
   */
  public record Defaults(
      OnMisfit onMisfit,
      ZoneId zone,
      Boolean emptyAsNull,
      Boolean triggers,
      Boolean makesMissing,
      Conflicts conflicts,
      Boolean base) {
    static final Defaults OPEN = new Defaults(null, null, null, null, null, null, null);

    @Override
    public OnMisfit onMisfit() {
      return onMisfit == null ? OnMisfit.FAIL : onMisfit;
    }

    @Override
    public ZoneId zone() {
      return zone == null ? ZoneOffset.UTC : zone;
    }

    @Override
    public Boolean emptyAsNull() {
      return emptyAsNull != null && emptyAsNull;
    }

    @Override
    public Boolean triggers() {
      return triggers != null && triggers;
    }

    @Override
    public Boolean makesMissing() {
      return makesMissing != null && makesMissing;
    }

    @Override
    public Conflicts conflicts() {
      return conflicts == null ? Conflicts.FAIL : conflicts;
    }

    @Override
    public Boolean base() {
      return base == null || base;
    }

    Defaults over(Defaults b) {
      return new Defaults(
          onMisfit != null ? onMisfit : b.onMisfit,
          zone != null ? zone : b.zone,
          emptyAsNull != null ? emptyAsNull : b.emptyAsNull,
          triggers != null ? triggers : b.triggers,
          makesMissing != null ? makesMissing : b.makesMissing,
          conflicts != null ? conflicts : b.conflicts,
          base != null ? base : b.base);
    }

    Defaults with(OnMisfit other) {
      return new Defaults(other, zone, emptyAsNull, triggers, makesMissing, conflicts, base);
    }

    Defaults with(ZoneId other) {
      return new Defaults(onMisfit, other, emptyAsNull, triggers, makesMissing, conflicts, base);
    }

    /** What of them decides what arrives. */
    Defaults deciding() {
      return new Defaults(onMisfit, zone, emptyAsNull, triggers, makesMissing, null, null);
    }
  }

  /** What holds of a target that is Godwit's own making, where no rule says otherwise. */
  public static final Rules MAKING_MISSING =
      new Rules(
          new Defaults(null, null, null, null, true, null, null),
          Map.of(),
          Optional.empty(),
          Map.of());

  /**
   * How the nodes of Citus hold a table that is made: each the rows of some values of this column,
   * or, where that is null, all of them.
   */
  public record Spread(String column) {
    static final Spread REFERENCE = new Spread(null);

    public boolean isReference() {
      return column == null;
    }
  }

  /**
   * Null stands for "not said"; {@code by} names the key of conflicts, none where that is usual.
   * {@code history} says that the table is an application's own history, and which columns tell one
   * version from another: none where versions are not compared.
   */
  public record TableRule(
      Boolean skip,
      String rename,
      OnMisfit onMisfit,
      OnConflict onConflict,
      List<String> by,
      Conflicts conflicts,
      String watermark,
      Spread distribute,
      List<String> history,
      Boolean base,
      Map<String, ColumnRule> columns) {
    static final TableRule NONE = new TableRule(null, null, null, null, Map.of());

    /** A rule that says nothing of runs after the first. */
    public TableRule(
        Boolean skip,
        String rename,
        OnMisfit onMisfit,
        OnConflict onConflict,
        Map<String, ColumnRule> columns) {
      this(skip, rename, onMisfit, onConflict, List.of(), null, null, null, null, null, columns);
    }

    public TableRule {
      by = List.copyOf(by);
    }

    @Override
    public Boolean skip() {
      return skip != null && skip;
    }

    TableRule deciding() {
      return new TableRule(
          skip, rename, onMisfit, onConflict, by, null, null, distribute, history, null, columns);
    }

    /** The rule for a column, empty where there is none. */
    public Optional<ColumnRule> column(String name) {
      return Optional.ofNullable(columns.get(name));
    }

    TableRule with(Map<String, ColumnRule> others) {
      return new TableRule(
          skip,
          rename,
          onMisfit,
          onConflict,
          by,
          conflicts,
          watermark,
          distribute,
          history,
          base,
          others);
    }
  }

  /** Null stands for "not said". {@code constant} and {@code backfill} are SQL-free literals. */
  public record ColumnRule(
      Boolean skip,
      String rename,
      String type,
      TimeRule time,
      ValueRule values,
      OnMisfit onMisfit,
      Boolean emptyAsNull,
      Boolean secret,
      String constant,
      String backfill) {
    static final ColumnRule NONE =
        new ColumnRule(
            null, null, null, TimeRule.NONE, ValueRule.NONE, null, null, null, null, null);
    static final ColumnRule SKIP =
        new ColumnRule(
            true, null, null, TimeRule.NONE, ValueRule.NONE, null, null, null, null, null);

    /** Only a name in the target and a unit; the unit may be null. */
    public static ColumnRule of(String rename, Unit unit) {
      TimeRule time = new TimeRule(unit, null, null, false, null);
      return new ColumnRule(null, rename, null, time, ValueRule.NONE, null, null, null, null, null);
    }

    /** Only a name and a type in the target; the type may be null. */
    public static ColumnRule as(String rename, String type) {
      return new ColumnRule(
          null, rename, type, TimeRule.NONE, ValueRule.NONE, null, null, null, null, null);
    }

    /** Only what it makes of values. */
    public static ColumnRule of(ValueRule values) {
      return new ColumnRule(null, null, null, TimeRule.NONE, values, null, null, null, null, null);
    }

    @Override
    public Boolean skip() {
      return skip != null && skip;
    }

    @Override
    public Boolean secret() {
      return secret != null && secret;
    }

    /** This rule, and where it says nothing, the other. */
    ColumnRule over(ColumnRule b) {
      return new ColumnRule(
          skip != null ? skip : b.skip,
          rename != null ? rename : b.rename,
          type != null ? type : b.type,
          time.over(b.time),
          values.over(b.values),
          onMisfit != null ? onMisfit : b.onMisfit,
          emptyAsNull != null ? emptyAsNull : b.emptyAsNull,
          secret != null ? secret : b.secret,
          constant != null ? constant : b.constant,
          backfill != null ? backfill : b.backfill);
    }
  }

  /** The columns that the owner of old rows is written into. */
  public record Ownership(String table, String person, String uid) {
    static final Ownership USUAL = new Ownership("sessions", "owner_person", "owner_uid");
  }

  public Rules {
    Objects.requireNonNull(defaults);
    tables = Map.copyOf(tables);
    Objects.requireNonNull(ownership);
    files = Map.copyOf(files);
  }

  /** What is said of files of this form: {@code json}, {@code csv}. */
  public Files files(String form) {
    return files.getOrDefault(form, Files.NONE);
  }

  private static Map<String, Files> over(Map<String, Files> above, Map<String, Files> below) {
    Map<String, Files> result = new LinkedHashMap<>(below);
    above.forEach((form, said) -> result.merge(form, said, (b, a) -> a.over(b)));
    return result;
  }

  /** The rule for a table, {@link TableRule#NONE} where there is none. */
  public TableRule table(String name) {
    return tables.getOrDefault(name, TableRule.NONE);
  }

  /** What becomes of rows of this table that the target changed. */
  public Conflicts conflicts(String table) {
    Conflicts own = table(table).conflicts();
    return own == null ? defaults.conflicts() : own;
  }

  /** Whether a run notes what it leaves of this table's rows, for those after it. */
  public boolean base(String table) {
    Boolean own = table(table).base();
    return own == null ? defaults.base() : own;
  }

  /**
   * What of these rules decides what arrives: not who wins over the target's own changes, nor how
   * new rows are found.
   */
  Rules deciding() {
    Map<String, TableRule> kept = new LinkedHashMap<>();
    tables.forEach(
        (name, rule) -> {
          TableRule decides = rule.deciding();
          if (!decides.equals(TableRule.NONE)) {
            kept.put(name, decides);
          }
        });
    return new Rules(defaults.deciding(), kept, ownership, files);
  }

  /** These rules with another default for misfits; null changes nothing. */
  public Rules withOnMisfit(OnMisfit onMisfit) {
    return onMisfit == null ? this : new Rules(defaults.with(onMisfit), tables, ownership, files);
  }

  /** These rules with another default zone; null changes nothing. */
  public Rules withZone(ZoneId zone) {
    return zone == null ? this : new Rules(defaults.with(zone), tables, ownership, files);
  }

  /** These rules, and below them, where they say nothing of a table or column, the others. */
  public Rules over(Rules below) {
    Map<String, TableRule> merged = new LinkedHashMap<>(below.tables);
    tables.forEach((name, rule) -> merged.merge(name, rule, (b, a) -> over(a, b)));
    return new Rules(
        defaults.over(below.defaults),
        merged,
        ownership.or(() -> below.ownership),
        over(files, below.files));
  }

  /** These rules, without what they say of tables and columns that the catalog does not have. */
  Rules only(Catalog catalog) {
    Map<String, TableRule> named = RuleNames.within(this, catalog).tables;
    Map<String, TableRule> kept = new LinkedHashMap<>();
    for (Table table : catalog.tables()) {
      TableRule rule = named.get(table.name());
      if (rule != null) {
        Map<String, ColumnRule> columns = new LinkedHashMap<>(rule.columns);
        columns.keySet().retainAll(table.columns().stream().map(Column::name).toList());
        kept.put(table.name(), rule.with(columns));
      }
    }
    return new Rules(defaults, kept, ownership, files);
  }

  private static TableRule over(TableRule a, TableRule b) {
    Map<String, ColumnRule> columns = new LinkedHashMap<>(b.columns);
    a.columns.forEach(
        (name, rule) -> columns.merge(name, rule, (below, above) -> above.over(below)));
    return new TableRule(
        a.skip != null || !a.columns.isEmpty() ? a.skip : b.skip,
        a.rename != null ? a.rename : b.rename,
        a.onMisfit != null ? a.onMisfit : b.onMisfit,
        a.onConflict != null ? a.onConflict : b.onConflict,
        a.onConflict != null || !a.by.isEmpty() ? a.by : b.by,
        a.conflicts != null ? a.conflicts : b.conflicts,
        a.watermark != null ? a.watermark : b.watermark,
        a.distribute != null ? a.distribute : b.distribute,
        a.history != null ? a.history : b.history,
        a.base != null ? a.base : b.base,
        columns);
  }
}
