package dev.godwit.value.server;

import dev.godwit.model.ColumnType;
import dev.godwit.value.Misfit;
import java.util.List;
import java.util.Set;

/** An enum: its labels, to the letter. */
final class Labels {
  private static final int SHOWN = 12;

  private Labels() {}

  static ServerForm of(ColumnType type) {
    List<String> all = type.nature().labels();
    Set<String> labels = Set.copyOf(all);
    String list = String.join(", ", all.subList(0, Math.min(SHOWN, all.size())));
    Misfit misfit =
        new Misfit(
            "none of the labels of " + type + ": " + list + (all.size() > SHOWN ? ", …" : ""));
    return text -> {
      if (!labels.contains(text)) {
        throw misfit;
      }
      return text;
    };
  }
}
