package dev.godwit.store.can;

import dev.godwit.store.Source;
import java.util.Map;

/** Remembers which numbers its identity columns gave, rows that are gone included. */
@FunctionalInterface
public interface Numbered {
  /** The greatest number that each table's identity column ever gave: by table name. */
  Map<String, Long> highWaterMarks();

  /** Of any store: none where it remembers none. */
  static Map<String, Long> marks(Source store) {
    return store.as(Numbered.class).map(Numbered::highWaterMarks).orElse(Map.of());
  }
}
