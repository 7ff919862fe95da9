package dev.godwit.postgres.load;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.GodwitException;
import dev.godwit.postgres.encode.BinaryEncoder;
import dev.godwit.postgres.encode.Chunks;
import dev.godwit.postgres.encode.Encoding;
import dev.godwit.postgres.encode.RowEncoder;
import dev.godwit.postgres.session.Borrowed;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Streams rows into one table. The rows are read, coerced and encoded on a thread of their own;
 * this one feeds the server. Whatever goes wrong, the COPY is ended before this returns: a
 * connection that is left in COPY cannot even roll back.
 */
public final class PostgresCopy {
  private final Connection connection;

  private final String stage;

  public PostgresCopy(Connection connection) {
    this(connection, null);
  }

  /** Writes into a table of the same columns instead of the load's own. */
  public PostgresCopy(Connection connection, String stage) {
    this.connection = connection;
    this.stage = stage;
  }

  /** Appends the rows; returns how many. Throws the server's own error for the caller to judge. */
  long append(Load load, Rows rows, Arrivals arrivals, RowEncoder encoder, boolean freeze)
      throws SQLException {
    Chunks chunks = new Chunks(arrivals.slack());
    Encoding encoding = Encoding.start(rows, arrivals, encoder, chunks);
    CopyIn copy = null;
    try {
      // The first rows are encoded while the server looks at the statement.
      copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn(statement(load, encoder instanceof BinaryEncoder, freeze));
      for (Chunks.Chunk chunk = chunks.take(); chunk.bytes() != null; chunk = chunks.take()) {
        copy.writeToCopy(chunk.bytes(), 0, chunk.length());
        chunks.release(chunk);
      }
      requireAll(load, copy.endCopy(), encoding.count());
      return encoding.count();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GodwitException.failed("interrupted while loading " + load.table().displayName(), null);
    } finally {
      encoding.stop();
      cancel(copy);
      encoding.await();
    }
  }

  /** Costs nothing, and holds even where nothing is verified. */
  private static void requireAll(Load load, long taken, long sent) {
    if (taken != sent && !load.triggers()) {
      throw GodwitException.failed(
          "the server took "
              + taken
              + " of the "
              + sent
              + " rows that were sent to "
              + load.table().displayName()
              + "; it does not say what became of the others",
          null);
    }
  }

  private String statement(Load load, boolean binary, boolean freeze) {
    return "COPY "
        + (stage == null ? Sql.POSTGRES.name(load.table()) : stage)
        + " ("
        + Sql.POSTGRES.columns(load.columns())
        + ") FROM STDIN (FORMAT "
        + (binary ? "binary" : "text")
        + (freeze ? ", FREEZE)" : ")");
  }

  private void cancel(CopyIn copy) {
    if (copy == null || !copy.isActive()) {
      return;
    }
    try {
      copy.cancelCopy();
    } catch (SQLException e) {
      // Either the server confirms the cancellation by this error, or the connection is gone;
      // the error that brought us here says more.
      return;
    } catch (RuntimeException | Error e) {
      // A statement after it would wait for ever: without a connection the server undoes it all.
      Borrowed.abort(connection);
    }
  }
}
