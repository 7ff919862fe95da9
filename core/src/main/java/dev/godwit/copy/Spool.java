package dev.godwit.copy;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Rows of text cells on their way to a table that cannot be written yet, in a temporary file that
 * only its owner can read. Memory does not grow with their number. Not thread-safe.
 */
final class Spool implements AutoCloseable {
  private final int cells;
  private Path file;
  private RandomAccessFile access;
  private DataOutputStream out;
  private long rows;

  Spool(int cells) {
    this.cells = cells;
  }

  /** Adds a row; null is NULL. */
  void add(String... row) {
    try {
      if (out == null) {
        file = Files.createTempFile("godwit-", ".spool");
        access = new RandomAccessFile(file.toFile(), "rw");
        out = new DataOutputStream(new BufferedOutputStream(new FileAppender(access)));
      }
      for (String cell : row) {
        byte[] bytes = cell == null ? null : cell.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
          out.write(bytes);
        }
      }
      rows++;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  long rows() {
    return rows;
  }

  /** A place to come back to with {@link #reset}: rows so far, bytes so far. */
  long[] mark() {
    try {
      if (out == null) {
        return new long[] {0, 0};
      }
      out.flush();
      return new long[] {rows, access.getFilePointer()};
    } catch (IOException e) {
      throw failure(e);
    }
  }

  void reset(long[] mark) {
    try {
      if (out != null) {
        out.flush();
        access.setLength(mark[1]);
        access.seek(mark[1]);
        rows = mark[0];
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** The rows, each cell that is not NULL changed as {@code as} says. */
  Rows read(UnaryOperator<String> as) {
    mark();
    try {
      InputStream in = file == null ? InputStream.nullInputStream() : Files.newInputStream(file);
      return new Reader(new DataInputStream(new BufferedInputStream(in)), cells, as);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        access.close();
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static GodwitException failure(IOException e) {
    return GodwitException.failed(
        "rejected rows could not be kept in the temporary folder: " + e.getMessage(), e);
  }

  private static final class FileAppender extends java.io.OutputStream {
    private final RandomAccessFile file;

    FileAppender(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
      file.write(b);
    }

    @Override
    public void write(byte[] b, int from, int length) throws IOException {
      file.write(b, from, length);
    }
  }

  private static final class Reader implements Rows {
    private final DataInputStream in;
    private final Row row;
    private final UnaryOperator<String> as;

    Reader(DataInputStream in, int cells, UnaryOperator<String> as) {
      this.as = as;
      this.in = in;
      this.row = new Row(cells);
    }

    @Override
    public boolean next() {
      try {
        for (int i = 0; i < row.size(); i++) {
          int length;
          try {
            length = in.readInt();
          } catch (EOFException e) {
            return false;
          }
          if (length < 0) {
            row.setNull(i);
          } else {
            row.setText(i, as.apply(new String(in.readNBytes(length), StandardCharsets.UTF_8)));
          }
        }
        return true;
      } catch (IOException e) {
        throw failure(e);
      }
    }

    @Override
    public Row row() {
      return row;
    }

    @Override
    public Position position() {
      return Position.START;
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw failure(e);
      }
    }
  }
}
