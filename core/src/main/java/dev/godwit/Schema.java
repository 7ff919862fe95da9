package dev.godwit;

import dev.godwit.inspect.StoreProfile;
import dev.godwit.model.Catalog;
import dev.godwit.model.Engine;
import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import dev.godwit.plan.schema.Distribution;
import dev.godwit.plan.schema.MappedSchema;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.can.Describing;
import java.util.List;
import java.util.function.Supplier;

/**
 * The structure of a store as statements of an engine, in an order that runs. {@code warnings} name
 * what is not as it was, {@code toPort} what a person has to write anew: views and triggers.
 */
public record Schema(
    List<String> statements, List<Problem> warnings, List<Problem> problems, List<Port> toPort) {

  /** A view or a trigger, of a table or of none; {@code sql} makes it, and may be null. */
  public record Port(String type, String name, String table, String sql, String why) {}

  public Schema {
    statements = List.copyOf(statements);
    warnings = List.copyOf(warnings);
    problems = List.copyOf(problems);
    toPort = List.copyOf(toPort);
  }

  /** That of a source for an engine; {@code profile} reads it whole, where that is needed. */
  static Schema of(Source source, Engine engine, Options given, Supplier<StoreProfile> profile) {
    Options options = Matching.within(source, given);
    List<Table> tables = Matching.travelling(source, options);
    Catalog catalog =
        new Catalog(
            tables, source.catalog().others(), List.of(), Describing.of(source).details(tables));
    List<Port> toPort =
        catalog.others().stream()
            .filter(o -> o.type().equals("view") || o.type().equals("trigger"))
            .map(o -> new Port(o.type(), o.name(), o.table(), o.sql(), o.why()))
            .toList();
    MappedSchema mapped = Stores.mapped(engine, catalog, profile, "", options.content());
    if (engine == Engine.POSTGRESQL) {
      mapped = Distribution.of(mapped, options.content().rules());
    }
    List<String> own =
        mapped.keeps(catalog) ? Describing.of(source).definitions(engine, tables) : List.of();
    List<String> statements = own.isEmpty() ? Stores.statements(engine, mapped) : own;
    // The file's own definitions lose nothing.
    List<Problem> warnings = own.isEmpty() ? mapped.warnings() : List.of();
    return new Schema(statements, warnings, mapped.problems(), toPort);
  }
}
