package dev.godwit.store.can;

import dev.godwit.store.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Tells people about itself: what a plan shows. */
@FunctionalInterface
public interface Telling {
  About about();

  /**
   * The {@code engine} and its version: {@code SQLite 3.53.0}, or empty. {@code copied} are the
   * bytes of a private copy that had to be made to read it, 0 where there is none. {@code folder}
   * is that of this machine in which the store's data lies, where that is known. {@code choices}
   * say how this engine loads rows.
   */
  record About(String engine, long copied, Optional<Path> folder, List<String> choices) {
    /** Of a store that is only read. */
    public static About source(String engine, long copied) {
      return new About(engine, copied, Optional.empty(), List.of());
    }
  }

  /** Of any store: nothing where it has nothing to tell. */
  static About of(Source store) {
    return store.as(Telling.class).map(Telling::about).orElse(About.source("", 0));
  }
}
