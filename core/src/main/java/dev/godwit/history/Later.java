package dev.godwit.history;

import dev.godwit.model.GodwitException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rows of texts that are to be written once a store has no reading open: a few in memory, more in a
 * temporary file. Not thread-safe.
 */
final class Later implements AutoCloseable {
  private static final int IN_MEMORY = 32;

  private final List<List<String>> rows = new ArrayList<>();
  private Path file;
  private DataOutputStream out;

  void add(List<String> row) {
    rows.add(row);
    if (rows.size() >= IN_MEMORY) {
      spill();
    }
  }

  private void spill() {
    try {
      if (out == null) {
        file = Files.createTempFile("godwit-", ".notes");
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
      }
      for (List<String> row : rows) {
        out.writeInt(row.size());
        for (String cell : row) {
          byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
          out.writeInt(bytes.length);
          out.write(bytes);
        }
      }
      rows.clear();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static GodwitException failed(IOException e) {
    return GodwitException.failed(
        "digests of rows could not be kept in the temporary folder: "
            + e.getMessage()
            + "; make room there, or name another with -Djava.io.tmpdir=DIR",
        e);
  }

  /** Hands all rows over, some at a time, in their order, and forgets them. */
  void each(Consumer<List<List<String>>> some) {
    if (out != null) {
      spill();
      try {
        out.close();
        try (DataInputStream in =
            new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
          read(in, some);
        }
      } catch (IOException e) {
        throw failed(e);
      }
      close();
    } else if (!rows.isEmpty()) {
      some.accept(List.copyOf(rows));
      rows.clear();
    }
  }

  private static void read(DataInputStream in, Consumer<List<List<String>>> some)
      throws IOException {
    List<List<String>> batch = new ArrayList<>();
    while (true) {
      int cells;
      try {
        cells = in.readInt();
      } catch (EOFException e) {
        break;
      }
      List<String> row = new ArrayList<>();
      for (int i = 0; i < cells; i++) {
        row.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
      }
      batch.add(row);
      if (batch.size() == IN_MEMORY) {
        some.accept(List.copyOf(batch));
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      some.accept(batch);
    }
  }

  @Override
  public void close() {
    rows.clear();
    if (out != null) {
      try {
        out.close();
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // The system empties its temporary folder.
        file.toFile().deleteOnExit();
      }
      out = null;
    }
  }
}
