package dev.godwit.history;

import dev.godwit.history.State.TableState;
import dev.godwit.store.Target;
import dev.godwit.store.can.Making;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The tables of a target that runs made which stand: nobody else decides what they are like. */
public record Made(Set<String> names) {
  /** As its history tells; none where there is no history. */
  public static Made in(Target target) {
    Set<String> names = new HashSet<>();
    String schema = Making.of(target).schema();
    for (Run run : History.of(target).runs()) {
      if (run.isKept() && run.before() != null) {
        State.read(run.before()).tables().stream()
            .filter(t -> t.made() && t.schema().equals(schema))
            .map(TableState::name)
            .forEach(names::add);
      }
    }
    return new Made(names);
  }

  /** Whether tables of these names are all among them. */
  public boolean hasAll(Collection<String> tables) {
    return names.containsAll(tables);
  }
}
