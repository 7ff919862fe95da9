package dev.godwit.store.can;

import dev.godwit.model.Detail;
import dev.godwit.model.Engine;
import dev.godwit.model.Table;
import dev.godwit.store.Source;
import java.util.List;

/** Holds more in its catalog than tables, their columns, keys and indexes. */
public interface Describing {
  /** What else it holds: it is carried to tables that are made for these, or named. */
  List<Detail> details(List<Table> tables);

  /**
   * The store's own statements, in this engine's language, that made the tables and what belongs to
   * them, so that a store of the same engine can be made alike; empty where it has none.
   */
  List<String> definitions(Engine language, List<Table> tables);

  /** Of any store: nothing where the catalog is all there is. */
  static Describing of(Source store) {
    return store.as(Describing.class).orElse(Plain.CATALOG);
  }

  /** The catalog is all there is. */
  enum Plain implements Describing {
    CATALOG;

    @Override
    public List<Detail> details(List<Table> tables) {
      return List.of();
    }

    @Override
    public List<String> definitions(Engine language, List<Table> tables) {
      return List.of();
    }
  }
}
