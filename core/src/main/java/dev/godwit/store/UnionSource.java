package dev.godwit.store;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Detail;
import dev.godwit.model.Engine;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Several sources as one. Their tables must have different names; closes them all. */
public final class UnionSource implements Source {
  private final List<Source> sources;
  private final Catalog catalog;
  private final Map<String, Source> owners = new HashMap<>();

  /**
   * Joins sources that are open. Where several have a table of the same name that is a migration
   * tool's {@code history}, none of them is read: each tells of its own source only.
   *
   * @throws GodwitException where two of them have another table of the same name
   */
  public UnionSource(List<? extends Source> sources, Predicate<String> history) {
    this.sources = List.copyOf(sources);
    List<Table> tables = new ArrayList<>();
    List<Catalog.Other> others = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    Map<String, Source> folded = new HashMap<>();
    for (Source source : sources) {
      for (Table table : source.catalog().tables()) {
        String name = table.name().toLowerCase(Locale.ROOT);
        Source other = folded.put(name, source);
        if (other != null && other != source && history.test(name)) {
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

  @Override
  public String engine() {
    return sources.stream().map(Source::engine).distinct().collect(Collectors.joining(", "));
  }

  @Override
  public void requireSame() {
    sources.forEach(Source::requireSame);
  }

  @Override
  public long copied() {
    return sources.stream().mapToLong(Source::copied).sum();
  }

  @Override
  public List<Problem> hindrances(List<Table> tables) {
    return sources.stream()
        .flatMap(
            s ->
                s
                    .hindrances(tables.stream().filter(t -> owners.get(t.name()) == s).toList())
                    .stream())
        .toList();
  }

  @Override
  public List<Detail> details(List<Table> tables) {
    return sources.stream()
        .flatMap(
            s ->
                s.details(tables.stream().filter(t -> owners.get(t.name()) == s).toList()).stream())
        .toList();
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public Rows read(Table table, List<Column> columns, Position after) {
    return owners.get(table.name()).read(table, columns, after);
  }

  @Override
  public Rows scan(Table table, List<Column> columns) {
    return owners.get(table.name()).scan(table, columns);
  }

  @Override
  public Rows find(Table table, List<Column> columns, List<Column> key, Row at) {
    return owners.get(table.name()).find(table, columns, key, at);
  }

  @Override
  public boolean seeks(Table table, List<Column> key) {
    return owners.get(table.name()).seeks(table, key);
  }

  @Override
  public Rows sample(Table table, List<Column> columns, long rows) {
    return owners.get(table.name()).sample(table, columns, rows);
  }

  @Override
  public Map<String, Long> highWaterMarks() {
    Map<String, Long> result = new HashMap<>();
    sources.forEach(s -> result.putAll(s.highWaterMarks()));
    return result;
  }

  @Override
  public List<String> definitions(Engine language, List<Table> tables) {
    List<String> result = new ArrayList<>();
    for (Source source : sources) {
      List<Table> own = tables.stream().filter(t -> owners.get(t.name()) == source).toList();
      List<String> definitions = own.isEmpty() ? List.of() : source.definitions(language, own);
      if (definitions.isEmpty() && !own.isEmpty()) {
        return List.of();
      }
      result.addAll(definitions);
    }
    return result;
  }

  @Override
  public boolean holdsRows(Table table) {
    return owners.get(table.name()).holdsRows(table);
  }

  @Override
  public Set<String> places() {
    return sources.stream().flatMap(s -> s.places().stream()).collect(Collectors.toSet());
  }

  @Override
  public String identity() {
    return sources.stream().map(Source::identity).sorted().collect(Collectors.joining("; "));
  }

  @Override
  public String fingerprint() {
    return sources.stream().map(Source::fingerprint).collect(Collectors.joining("; "));
  }

  @Override
  public Integrity check() {
    return all(Source::check);
  }

  @Override
  public Integrity check(Slack slack) {
    return all(s -> s.check(slack));
  }

  private Integrity all(Function<Source, Integrity> check) {
    List<String> damage = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (Source source : sources) {
      Integrity integrity = check.apply(source);
      integrity.damage().forEach(d -> damage.add(source.name() + ": " + d));
      integrity.remarks().forEach(r -> remarks.add(source.name() + ": " + r));
    }
    return new Integrity(damage, remarks);
  }

  @Override
  public String remedy() {
    return String.join(" ", sources.stream().map(Source::remedy).distinct().toList());
  }

  @Override
  public List<Problem> losses() {
    return sources.stream().flatMap(s -> s.losses().stream()).toList();
  }

  @Override
  public void cancel() {
    sources.forEach(Source::cancel);
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
