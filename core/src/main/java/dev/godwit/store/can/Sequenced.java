package dev.godwit.store.can;

import dev.godwit.model.Counter;
import dev.godwit.model.Table;
import dev.godwit.store.Numbering;
import dev.godwit.store.SequenceEnd;
import dev.godwit.store.Source;
import java.util.List;

/** Numbers rows by sequences that stand beside the tables. */
public interface Sequenced {
  /** How the store's sequences stand to the columns of these tables, and to those of counters. */
  Numbering numbering(List<Table> tables, List<Counter> counters);

  /** Where the sequences of these tables' columns end, of such as end before whole numbers do. */
  List<SequenceEnd> ends(List<Table> tables);

  /** Lets the sequences of counters go on behind the numbers that their columns hold. */
  void advance(List<Counter> counters);

  /** Of any store: none where it has no sequences. */
  static List<SequenceEnd> ends(Source store, List<Table> tables) {
    return store.as(Sequenced.class).map(s -> s.ends(tables)).orElse(List.of());
  }

  /** Of any store: nothing where it has no sequences. */
  static Numbering of(Source store, List<Table> tables, List<Counter> counters) {
    return store.as(Sequenced.class).map(s -> s.numbering(tables, counters)).orElse(Numbering.NONE);
  }
}
