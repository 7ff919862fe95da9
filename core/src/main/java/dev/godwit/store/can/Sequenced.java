package dev.godwit.store.can;

import dev.godwit.model.Table;
import dev.godwit.store.Numbering;
import dev.godwit.store.Source;
import java.util.List;

/** Numbers rows by sequences that stand beside the tables. */
@FunctionalInterface
public interface Sequenced {
  /** How the store's sequences stand to the columns of these tables. */
  Numbering numbering(List<Table> tables);

  /** Of any store: nothing where it has no sequences. */
  static Numbering of(Source store, List<Table> tables) {
    return store.as(Sequenced.class).map(s -> s.numbering(tables)).orElse(Numbering.NONE);
  }
}
