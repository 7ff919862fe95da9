package dev.godwit.run.cost;

import dev.godwit.copy.Findings;
import dev.godwit.history.Base;
import dev.godwit.model.Engine;
import dev.godwit.model.Index;
import dev.godwit.model.Kind;
import dev.godwit.model.OnConflict;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Shown;
import dev.godwit.model.Verdict;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.OnMisfit;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Forecast;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Making;
import dev.godwit.store.can.Telling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Works out a {@link Forecast} from a plan and what reading every row has told. */
public final class Forecaster {
  /** Measured: writing, keys, and reading back for the digest, against reading and coercing. */
  private static final double WHOLE_RUN = 3;

  /** A row's head and pointer in PostgreSQL's pages. */
  private static final long ROW_HEAD = 28;

  private static final long HEAP = 96L << 20;

  private final Plan plan;
  private final Source source;
  private final Target target;
  private final Options options;
  private final Findings findings;
  private final Telling.About from;
  private final Telling.About onto;

  public Forecaster(Plan plan, Source source, Target target, Options options, Findings findings) {
    this.plan = plan;
    this.source = source;
    this.target = target;
    this.options = options;
    this.findings = findings;
    this.from = Telling.of(source);
    this.onto = Telling.of(target);
  }

  public Forecast forecast() {
    List<Forecast.Step> steps = plan.tables().stream().map(this::step).toList();
    long rows = steps.stream().mapToLong(Forecast.Step::rows).sum();
    long bytes = steps.stream().mapToLong(Forecast.Step::bytes).sum();
    return new Forecast(
        new Forecast.Engine(from.engine(), source.name()),
        new Forecast.Engine(onto.engine(), target.name()),
        steps,
        choices(),
        risksForeseen(),
        effort(rows, bytes),
        needs(rows, bytes),
        wayBack(),
        foreseen(),
        null);
  }

  private Verdict foreseen() {
    if (!plan.problems().isEmpty() || !findings.problems().isEmpty()) {
      return Verdict.REFUSED;
    }
    boolean lost = findings.warnings().stream().anyMatch(w -> w.is(ProblemKind.SALVAGED));
    if (lost || !findings.setAside().isEmpty()) {
      return Verdict.QUARANTINED;
    }
    boolean merged = findings.warnings().stream().anyMatch(w -> w.is(ProblemKind.MERGED));
    return merged ? Verdict.MERGED : Verdict.EXACT;
  }

  private Forecast.Step step(TableCopy table) {
    String name = table.from().name();
    return new Forecast.Step(
        name,
        table.to().displayName(),
        findings.rows().getOrDefault(name, table.from().estimatedRows()),
        findings.bytes().getOrDefault(name, -1L),
        plan.makes(table.to()),
        table.columns().stream().map(Forecaster::change).toList(),
        rebuilt(table));
  }

  private static Forecast.Change change(ColumnCopy c) {
    String from = c.from() == null ? "" : c.from().type().name();
    List<String> rules = new ArrayList<>();
    if (c.constant() != null) {
      rules.add(c.secret() ? "a constant" : "always " + c.constant());
    }
    if (c.rules().time().unit() != null) {
      rules.add("numbers count " + c.rules().time().unit().label());
    }
    if (c.to().type().kind() == Kind.TIMESTAMPTZ) {
      rules.add("local times are of " + c.rules().time().zone());
    }
    if (c.onMisfit() != OnMisfit.FAIL) {
      rules.add("misfits: " + c.onMisfit().name().toLowerCase(java.util.Locale.ROOT));
    }
    return new Forecast.Change(
        c.name(), c.to().name(), from, c.to().type().name(), String.join("; ", rules));
  }

  private static List<String> rebuilt(TableCopy table) {
    List<String> result = new ArrayList<>();
    if (table.rebuild() && table.onConflict() != OnConflict.UPDATE) {
      table.to().indexes().stream().map(Index::name).forEach(result::add);
    }
    table.to().foreignKeys().stream()
        .map(k -> k.name() == null ? "foreign key to " + k.targetTable() : k.name())
        .forEach(result::add);
    return result;
  }

  private List<String> choices() {
    List<String> result = new ArrayList<>();
    int readers = options.pace().readers(Making.of(target).language() == Engine.POSTGRESQL);
    result.add(
        readers == 0
            ? "one thread reads, coerces and encodes (--jobs)"
            : (readers == 1 ? "one thread reads" : readers + " threads read ranges of large tables")
                + " ahead of the one that coerces and encodes (--jobs)");
    result.addAll(onto.choices());
    return result;
  }

  private List<Forecast.Risk> risksForeseen() {
    Map<ProblemKind, Integer> counts = new EnumMap<>(ProblemKind.class);
    int emptied =
        options.force() ? (int) plan.tables().stream().filter(this::holdsRows).count() : 0;
    List<Problem> warnings = new ArrayList<>(plan.warnings());
    warnings.addAll(findings.warnings());
    warnings.forEach(w -> counts.merge(w.kind(), 1, Integer::sum));
    counts.put(ProblemKind.EMPTIED, emptied);
    List<Forecast.Risk> result = new ArrayList<>();
    counts.forEach(
        (kind, count) -> {
          if (count > 0 && kind.risk() != null) {
            result.add(new Forecast.Risk(kind, count, kind.risk()));
          }
        });
    return result;
  }

  private boolean holdsRows(TableCopy table) {
    return !plan.makes(table.to())
        && target.catalog().table(table.to().name()).isPresent()
        && Counting.holdsRows(target, table.to());
  }

  private Forecast.Effort effort(long rows, long bytes) {
    double read = findings.seconds();
    String basis =
        "reading and coercing every row took %.1f s just now; a whole run, with writing, keys and"
                .formatted(read)
            + " reading back, takes about %.0f times as long on a server as fast as this machine"
                .formatted(WHOLE_RUN);
    return new Forecast.Effort(rows, bytes, read * WHOLE_RUN, basis);
  }

  private List<Forecast.Need> needs(long rows, long bytes) {
    List<Forecast.Need> result = new ArrayList<>();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    if (from.copied() > 0) {
      // It has been made already: the next run makes it again.
      result.add(need("a private copy of the source", temporary, from.copied()));
    }
    long indexes = 0;
    for (TableCopy table : plan.tables()) {
      long count = Math.max(0, findings.rows().getOrDefault(table.from().name(), 0L));
      indexes += count * 24 * table.to().indexes().size();
    }
    long stored = Math.max(0, bytes) + Math.max(0, rows) * ROW_HEAD + indexes;
    // The rows, and the log of the transaction that writes them.
    result.add(
        onto.folder()
            .map(folder -> need("rows, indexes and log of the target", folder, stored * 2))
            .orElse(
                new Forecast.Need(
                    "rows, indexes and log of the target", "the server", stored * 2, -1)));
    long noted = 0;
    for (TableCopy table : plan.tables()) {
      boolean base = options.content().rules().base(table.from().name());
      noted += base ? Math.max(0, findings.rows().getOrDefault(table.from().name(), 0L)) : 0;
    }
    long digests = noted * Base.ENTRY * 4 / 3;
    if (digests > 0) {
      String what = "digests of rows, for runs after this one (rule base)";
      result.add(
          onto.folder()
              .map(folder -> need(what, folder, digests))
              .orElse(new Forecast.Need(what, "the server", digests, -1)));
    }
    result.add(
        new Forecast.Need(
            "memory of this process", "the Java heap", HEAP, Runtime.getRuntime().maxMemory()));
    return result;
  }

  private static Forecast.Need need(String what, Path folder, long wanted) {
    long free = -1;
    try {
      free = Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      // Then nobody knows.
      return new Forecast.Need(what, folder.toString(), wanted, free);
    }
    return new Forecast.Need(what, folder.toString(), wanted, free);
  }

  private String wayBack() {
    String during = "one transaction: until it commits, nothing has happened; ";
    String command = "godwit rollback with the run's --migration-id";
    int made = plan.making().tables().size();
    String drops = " drops the " + Shown.count(made, "table") + " that it makes";
    if (made > 0 && plan.tables().stream().allMatch(t -> plan.makes(t.to()))) {
      return during + "afterwards " + command + drops;
    }
    boolean over =
        options.force()
            || plan.tables().stream()
                .anyMatch(
                    t ->
                        t.onConflict() == OnConflict.UPDATE
                            || t.onConflict() == OnConflict.REPLACE);
    return during
        + "afterwards "
        + command
        + (made > 0 ? drops + ", and" : "")
        + (over ? " brings back what was there, from the backup" : " takes the rows out again");
  }
}
