package dev.godwit.json;

import dev.godwit.Stores;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.testing.JavaProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A process of its own, with a heap of its own. */
final class Child {
  private Child() {}

  /** How many rows the file's only table has, read with so much heap. */
  static int count(Path file, String heap) throws IOException, InterruptedException {
    return Integer.parseInt(JavaProgram.run(Child.class, List.of(heap), file).output().strip());
  }

  public static void main(String[] args) {
    int count = 0;
    try (Source source = Stores.source("json:" + args[0], null)) {
      Table table = source.catalog().tables().get(0);
      try (Rows rows = source.read(table, table.columns(), Position.START)) {
        while (rows.next()) {
          count++;
        }
      }
    }
    System.out.println(count);
  }
}
