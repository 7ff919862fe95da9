package dev.godwit.postgres;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.postgres.session.Spellings;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Rows of tables as a ZIP file with an entry of COPY's text for each: exact, of any type, and read
 * by psql's {@code \copy} where Godwit is not at hand.
 */
final class CopyFile {
  /** What would spell values by somebody's taste; {@code row_security} would leave rows out. */
  private static final String SETTINGS = Spellings.TRANSACTION + "SET LOCAL row_security = off";

  private final Connection connection;
  private final Path file;

  CopyFile(Connection connection, Path file) {
    this.connection = connection;
    this.file = file;
  }

  void write(List<Table> tables, Function<Table, String> named) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.BEST_SPEED);
      Queries.run(connection, SETTINGS);
      for (Table table : tables) {
        zip.putNextEntry(new ZipEntry(entry(table)));
        // A query, not the table: of a partitioned one COPY would read nothing.
        String from = named.apply(table);
        copies()
            .copyOut(
                "COPY (SELECT " + columns(table) + " FROM " + from + ") TO STDOUT", unclosed(zip));
        zip.closeEntry();
      }
    } catch (SQLException e) {
      throw PostgresErrors.of("writing the backup", e);
    } catch (IOException e) {
      throw failure("written", e);
    }
  }

  /** Puts the rows of these tables into those of the names that are given for them. */
  void read(List<Table> tables, Function<Table, String> into) {
    if (tables.isEmpty()) {
      return;
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Queries.run(connection, SETTINGS);
      for (Table table : tables) {
        ZipEntry entry = zip.getEntry(entry(table));
        if (entry == null) {
          throw GodwitException.refused(
              "the backup " + file + " does not hold " + table.displayName());
        }
        try (InputStream in = zip.getInputStream(entry)) {
          copies().copyIn("COPY " + into.apply(table) + " (" + columns(table) + ") FROM STDIN", in);
        }
      }
    } catch (SQLException e) {
      throw PostgresErrors.of("reading the backup", e);
    } catch (IOException e) {
      throw failure("read", e);
    }
  }

  private GodwitException failure(String done, IOException e) {
    return GodwitException.failed(
        "the backup " + file + " cannot be " + done + ": " + e.getMessage(), e);
  }

  private CopyManager copies() throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private static String columns(Table table) {
    return Sql.POSTGRES.columns(PostgresKeeping.kept(table));
  }

  private static String entry(Table table) {
    return URLEncoder.encode(table.schema() + "." + table.name(), StandardCharsets.UTF_8) + ".copy";
  }

  /** An entry's end is not the file's. */
  private static OutputStream unclosed(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
      }

      @Override
      public void close() throws IOException {
        out.flush();
      }
    };
  }
}
