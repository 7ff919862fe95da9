package dev.godwit.store.can;

import dev.godwit.store.Ledger;
import java.util.List;

/** Can hold the notes of another tool, of runs of ours; inside the transaction. */
public interface Striking {
  /** The versions that another tool noted after this one, which could not do without it. */
  List<String> after(Ledger ledger);

  /** Removes another tool's note. */
  void strike(Ledger ledger);
}
