package dev.godwit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A commit whose answer was lost is looked up, not guessed. */
@ExtendWith(FreshDatabase.class)
class LostCommitTest {
  @TempDir Path folder;

  /** Once armed, cuts a line at its COMMIT, which goes through first where {@code passes}. */
  private static final class Cutting implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicBoolean armed = new AtomicBoolean();
    private final boolean passes;
    private final int server;

    Cutting(int server, boolean passes) throws IOException {
      this.server = server;
      this.passes = passes;
      start(this::serve);
    }

    private static void start(Runnable work) {
      Thread thread = new Thread(work);
      thread.setDaemon(true);
      thread.start();
    }

    private void serve() {
      try {
        while (true) {
          Socket client = door.accept();
          Socket behind = new Socket("localhost", server);
          AtomicBoolean mute = new AtomicBoolean();
          start(() -> pass(client, behind, mute, true));
          start(() -> pass(behind, client, mute, false));
        }
      } catch (IOException e) {
        // The door was closed.
        return;
      }
    }

    private void pass(Socket from, Socket to, AtomicBoolean mute, boolean asking) {
      byte[] bytes = new byte[1 << 16];
      try (from;
          to) {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
          boolean commits =
              asking
                  && new String(bytes, 0, n, StandardCharsets.ISO_8859_1).contains("COMMIT")
                  && armed.compareAndSet(true, false);
          if (commits) {
            mute.set(true);
          }
          if (commits ? passes : asking || !mute.get()) {
            out.write(bytes, 0, n);
          }
          if (commits) {
            Thread.sleep(500);
            return;
          }
        }
      } catch (IOException e) {
        // One of the two went away.
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() throws IOException {
      door.close();
    }
  }

  private Report migrate(Database database, Cutting line) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"), "CREATE TABLE v (a INTEGER)", "INSERT INTO v VALUES (1), (2)");
    Progress arming =
        new Progress() {
          @Override
          public void phase(String what) {
            if (what.startsWith("verifying")) {
              line.armed.set(true);
            }
          }
        };
    String url = database.url().replace(":" + database.port(), ":" + line.door.getLocalPort());
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(url, null)) {
      return new Godwit(arming).migrate(source, target, Options.DEFAULT);
    }
  }

  @Test
  void aCommitThatWasDoneIsFoundInTheHistory(Database database) throws IOException {
    database.run("CREATE TABLE v (a bigint)");
    try (Cutting line = new Cutting(database.port(), true)) {
      Report report = migrate(database, line);
      assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
      assertThat(report.warnings()).extracting(p -> p.kind().toString()).contains("commit");
    }
    assertThat(database.value("SELECT count(*) FROM v")).isEqualTo("2");
  }

  @Test
  void oneThatNeverArrivedIsSaidToBeUndone(Database database) throws IOException {
    database.run("CREATE TABLE v (a bigint)");
    try (Cutting line = new Cutting(database.port(), false)) {
      assertThatThrownBy(() -> migrate(database, line))
          .isInstanceOfSatisfying(
              GodwitException.class,
              e -> assertThat(e.reason()).isEqualTo(GodwitException.Reason.FAILED))
          .hasMessageContaining("nothing was kept, run again");
    }
    assertThat(database.value("SELECT count(*) FROM v")).isEqualTo("0");
  }
}
