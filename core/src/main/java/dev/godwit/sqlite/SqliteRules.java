package dev.godwit.sqlite;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import dev.godwit.sqlite.schema.Utf16;
import dev.godwit.sqlite.write.Trying;
import dev.godwit.store.Intent;
import dev.godwit.store.Judge;
import dev.godwit.store.Loading;
import dev.godwit.store.Reached;
import dev.godwit.store.Trial;
import dev.godwit.store.can.Enforcing;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What SQLite has to say of rows before they are written. */
record SqliteRules(Connection connection, Utf16 utf16, String schema, Supplier<Catalog> catalog)
    implements Enforcing {
  /** A file's columns take any value: what becomes of it is known here. */
  @Override
  public Optional<Judge> judge(List<Column> columns) {
    return Optional.empty();
  }

  @Override
  public Trial trial(Intent intent, Loading.Arrivals arrivals) {
    return new Trying(connection, utf16, intent, arrivals);
  }

  @Override
  public List<Problem> objections(List<Intent> intents) {
    return List.of();
  }

  @Override
  public List<Reached> reach(List<Table> emptied) {
    List<Reached> result = new ArrayList<>();
    List<String> names = new ArrayList<>();
    emptied.forEach(t -> names.add(t.name()));
    // Grows meanwhile: what refers to those that were reached is reached in turn.
    for (int i = 0; i < names.size(); i++) {
      String of = names.get(i);
      for (Table table : catalog.get().tables()) {
        boolean refers =
            table.foreignKeys().stream().anyMatch(k -> k.targetTable().equalsIgnoreCase(of));
        if (refers && names.stream().noneMatch(table.name()::equalsIgnoreCase)) {
          names.add(table.name());
          result.add(new Reached(schema, table.name(), of, "", true));
        }
      }
    }
    return result;
  }
}
