package dev.godwit.store.can;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Detail;
import dev.godwit.model.Engine;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Slack;
import dev.godwit.store.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Several sources as one. Their tables must have different names; closes them all. Can what one of
 * them can: for the tables of the others there is the slower way.
 */
public final class UnionSource
    implements Source,
        Scanning,
        Seeking,
        Sampling,
        Counting,
        Checking,
        Salvaging,
        Watching,
        Numbered,
        Describing,
        Restricted,
        Stopping,
        Telling {
  private final List<Source> sources;
  private final Catalog catalog;
  private final Map<String, Source> owners = new HashMap<>();

  /**
   * Joins sources that are open. Where several have a table of the same name that is a migration
   * tool's {@code history}, none of them is read: each tells of its own source only.
   *
   * @throws GodwitException where two of them have another table of the same name
   */
  public UnionSource(List<? extends Source> sources, Predicate<Table> history) {
    this.sources = List.copyOf(sources);
    List<Table> tables = new ArrayList<>();
    List<Catalog.Other> others = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    Map<String, Source> folded = new HashMap<>();
    for (Source source : sources) {
      for (Table table : source.catalog().tables()) {
        String name = table.name().toLowerCase(Locale.ROOT);
        Source other = folded.put(name, source);
        if (other != null && other != source && history.test(table)) {
          tables.removeIf(t -> t.name().equalsIgnoreCase(name));
          others.removeIf(o -> o.name().equalsIgnoreCase(name));
          others.add(
              new Catalog.Other(
                  "table", table.name(), null, null, "each source has a history of its own"));
          continue;
        }
        if (other != null && other != source) {
          throw GodwitException.refused(
              "table "
                  + table.name()
                  + " is in "
                  + other.name()
                  + " and in "
                  + source.name()
                  + "; move them one after the other, or leave it out of one with a rule");
        }
        owners.put(table.name(), source);
        tables.add(table);
      }
      others.addAll(source.catalog().others());
      remarks.addAll(source.catalog().remarks());
    }
    catalog = new Catalog(tables, others, remarks);
  }

  @Override
  public String name() {
    return sources.stream().map(Source::name).collect(Collectors.joining(", "));
  }

  /** Nothing that all of them lack. */
  @Override
  public <T> Optional<T> as(Class<T> capability) {
    return all(capability).findAny().isPresent() ? Source.super.as(capability) : Optional.empty();
  }

  private <T> Stream<T> all(Class<T> capability) {
    return sources.stream().flatMap(s -> s.as(capability).stream());
  }

  private Source owner(Table table) {
    return owners.get(table.name());
  }

  private List<Table> own(Source source, List<Table> tables) {
    return tables.stream().filter(t -> owner(t) == source).toList();
  }

  @Override
  public About about() {
    List<About> all = all(Telling.class).map(Telling::about).toList();
    return About.source(
        all.stream().map(About::engine).distinct().collect(Collectors.joining(", ")),
        all.stream().mapToLong(About::copied).sum());
  }

  @Override
  public void requireSame() {
    all(Watching.class).forEach(Watching::requireSame);
  }

  @Override
  public List<Problem> hindrances(List<Table> tables) {
    return sources.stream()
        .flatMap(
            s ->
                s.as(Restricted.class).stream().flatMap(r -> r.hindrances(own(s, tables)).stream()))
        .toList();
  }

  @Override
  public List<Detail> details(List<Table> tables) {
    return sources.stream()
        .flatMap(s -> Describing.of(s).details(own(s, tables)).stream())
        .toList();
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public Rows read(Table table, List<Column> columns, Position after) {
    return owner(table).read(table, columns, after);
  }

  @Override
  public Rows scan(Table table, List<Column> columns) {
    return Scanning.of(owner(table)).scan(table, columns);
  }

  @Override
  public Rows find(Table table, List<Column> columns, List<Column> key, Row at) {
    return Seeking.of(owner(table)).find(table, columns, key, at);
  }

  @Override
  public boolean seeks(Table table, List<Column> key) {
    return Seeking.of(owner(table)).seeks(table, key);
  }

  @Override
  public Rows sample(Table table, List<Column> columns, long rows) {
    return Sampling.of(owner(table)).sample(table, columns, rows);
  }

  @Override
  public long count(Table table) {
    return Counting.of(owner(table)).count(table);
  }

  @Override
  public List<Table> occupied(List<Table> tables) {
    return tables.stream().filter(t -> Counting.holdsRows(owner(t), t)).toList();
  }

  @Override
  public Map<String, Long> highWaterMarks() {
    Map<String, Long> result = new HashMap<>();
    all(Numbered.class).forEach(n -> result.putAll(n.highWaterMarks()));
    return result;
  }

  @Override
  public List<String> definitions(Engine language, List<Table> tables) {
    List<String> result = new ArrayList<>();
    for (Source source : sources) {
      List<Table> own = own(source, tables);
      List<String> definitions =
          own.isEmpty() ? List.of() : Describing.of(source).definitions(language, own);
      if (definitions.isEmpty() && !own.isEmpty()) {
        return List.of();
      }
      result.addAll(definitions);
    }
    return result;
  }

  @Override
  public Set<String> places() {
    return sources.stream().flatMap(s -> s.places().stream()).collect(Collectors.toSet());
  }

  @Override
  public String identity() {
    return sources.stream()
        .map(s -> Watching.of(s).identity())
        .sorted()
        .collect(Collectors.joining("; "));
  }

  @Override
  public String fingerprint() {
    return sources.stream()
        .map(s -> Watching.of(s).fingerprint())
        .collect(Collectors.joining("; "));
  }

  @Override
  public Integrity check(Slack slack) {
    List<String> damage = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (Source source : sources) {
      Integrity integrity = Checking.of(source).check(slack);
      integrity.damage().forEach(d -> damage.add(source.name() + ": " + d));
      integrity.remarks().forEach(r -> remarks.add(source.name() + ": " + r));
    }
    return new Integrity(damage, remarks);
  }

  @Override
  public String remedy() {
    return String.join(" ", sources.stream().map(s -> Checking.of(s).remedy()).distinct().toList());
  }

  @Override
  public List<Problem> losses() {
    return all(Salvaging.class).flatMap(s -> s.losses().stream()).toList();
  }

  @Override
  public void cancel() {
    all(Stopping.class).forEach(Stopping::cancel);
  }

  @Override
  public void close() {
    RuntimeException first = null;
    for (Source source : sources) {
      try {
        source.close();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
