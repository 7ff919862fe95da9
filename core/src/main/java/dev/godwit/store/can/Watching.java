package dev.godwit.store.can;

import dev.godwit.store.Source;
import java.util.TreeSet;

/** Tells whether a store is still the one, and still holds what it held. */
public interface Watching {
  /**
   * What the store is for years, in whatever words it is named: runs from one identity are runs
   * from one source. Never null, one line.
   */
  String identity();

  /**
   * Changes when the store's content does, as far as that can be told without reading it. May also
   * change where the content has not.
   */
  String fingerprint();

  /**
   * Refuses where another program has changed what is read, past all locks, so that rows may be of
   * two states. What it says holds for everything that was read before.
   *
   * @throws dev.godwit.model.GodwitException naming the file and what has become of it
   */
  void requireSame();

  /** Of any store: one that cannot tell is known by its name. */
  static Watching of(Source store) {
    return store.as(Watching.class).orElseGet(() -> new Named(store));
  }

  /** The identity of a store that is where it is: all its places. */
  static String identity(Source store) {
    return String.join("; ", new TreeSet<>(store.places()));
  }

  /** A store of which no more is known than what it is called. */
  record Named(Source store) implements Watching {
    @Override
    public String identity() {
      return Watching.identity(store);
    }

    @Override
    public String fingerprint() {
      return store.name();
    }

    @Override
    public void requireSame() {
      // Nobody can tell.
    }
  }
}
