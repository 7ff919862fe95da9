package dev.godwit.cli;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Watching;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What standard input held, under a stream's name: every night it lies in another file, and is one
 * source all the same. Closes the source that reads it.
 */
record StreamSource(Source read, String name) implements Source {
  @Override
  public Set<String> places() {
    return read.places();
  }

  @Override
  public Catalog catalog() {
    return read.catalog();
  }

  @Override
  public Rows read(Table table, List<Column> columns, Position after) {
    return read.read(table, columns, after);
  }

  @Override
  public <T> Optional<T> as(Class<T> capability) {
    return capability == Watching.class
        ? Optional.of(capability.cast(new Watched(Watching.of(read), name)))
        : read.as(capability);
  }

  @Override
  public void close() {
    read.close();
  }

  private record Watched(Watching file, String identity) implements Watching {
    @Override
    public String fingerprint() {
      return file.fingerprint();
    }

    @Override
    public void requireSame() {
      file.requireSame();
    }
  }
}
