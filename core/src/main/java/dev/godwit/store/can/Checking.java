package dev.godwit.store.can;

import dev.godwit.store.Slack;
import dev.godwit.store.Source;
import java.util.List;

/** Looks for damage of its own. */
public interface Checking {
  /**
   * What is damaged, a sentence each, or an empty list, found in time that those who read have to
   * spare, as far as that can be done. May run on another thread than reads do, and takes about as
   * long as reading everything.
   */
  Integrity check(Slack slack);

  /** What helps where {@link #check} finds damage, as a sentence for people. */
  String remedy();

  /** What a store's own check found: {@code damage} forbids reading, {@code remarks} do not. */
  record Integrity(List<String> damage, List<String> remarks) {
    public static final Integrity SOUND = new Integrity(List.of(), List.of());
  }

  /** Of any store: sound where it has no check of its own. */
  static Checking of(Source store) {
    return store.as(Checking.class).orElse(Trusted.IT);
  }

  /** Nothing to look for. */
  enum Trusted implements Checking {
    IT;

    @Override
    public Integrity check(Slack slack) {
      return Integrity.SOUND;
    }

    @Override
    public String remedy() {
      return "Restore it from a backup.";
    }
  }
}
