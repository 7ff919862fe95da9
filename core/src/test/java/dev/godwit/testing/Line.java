package dev.godwit.testing;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A line to a PostgreSQL server that counts what clients say, message by message, and can be cut at
 * one of them: before it reaches the server, or after, so that only the answer is lost.
 */
public final class Line implements AutoCloseable {
  /** What becomes of the message at which a line is cut. */
  public enum Cut {
    BEFORE_IT_ARRIVES,
    AFTER_IT_ARRIVED
  }

  /** Long enough for the server to have done what it was told. */
  private static final int ANSWER_MS = 300;

  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int server;
  private final AtomicInteger messages = new AtomicInteger();
  private volatile int at;
  private volatile Cut how = Cut.BEFORE_IT_ARRIVES;
  private final AtomicBoolean atCommit = new AtomicBoolean();
  private final AtomicBoolean atSync = new AtomicBoolean();
  private final AtomicBoolean done = new AtomicBoolean();

  /** A whole line to the server at this port of this machine. */
  public Line(int server) throws IOException {
    this.server = server;
    start(this::serve);
  }

  /** Where clients connect to. */
  public int port() {
    return door.getLocalPort();
  }

  /** How many messages clients have sent. */
  public int messages() {
    return messages.get();
  }

  /** Whether it was cut. */
  public boolean isCut() {
    return done.get();
  }

  /** Cuts at the n-th message, the first of all being 1. */
  public void cutAt(int message, Cut cut) {
    how = cut;
    at = message;
  }

  /** Cuts at the next COMMIT. */
  public void cutAtCommit(Cut cut) {
    how = cut;
    atCommit.set(true);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "line");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
        AtomicBoolean mute = new AtomicBoolean();
        start(() -> ask(client, behind, mute));
        start(() -> answer(behind, client, mute));
      }
    } catch (IOException e) {
      // The door was closed.
      return;
    }
  }

  private void ask(Socket client, Socket behind, AtomicBoolean mute) {
    try (client;
        behind) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = new BufferedOutputStream(behind.getOutputStream());
      // What begins a connection has no type; "no" to encryption is followed by another.
      boolean typed = false;
      while (true) {
        int type = typed ? in.readUnsignedByte() : 0;
        int length = in.readInt();
        byte[] body = new byte[length - 4];
        in.readFully(body);
        boolean cut = isTheOne(type, body);
        if (cut) {
          mute.set(true);
        }
        if (!cut || how == Cut.AFTER_IT_ARRIVED) {
          pass(out, typed, type, length, body);
          if (in.available() == 0 || cut) {
            out.flush();
          }
        }
        if (cut) {
          Thread.sleep(how == Cut.AFTER_IT_ARRIVED ? ANSWER_MS : 0);
          client.setSoLinger(true, 0);
          return;
        }
        typed |= body.length > 4;
      }
    } catch (EOFException | SocketException e) {
      // One of the two went away.
      return;
    } catch (IOException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isTheOne(int type, byte[] body) {
    int n = messages.incrementAndGet();
    boolean commit =
        (type == 'Q' || type == 'P')
            && new String(body, StandardCharsets.ISO_8859_1).contains("COMMIT")
            && atCommit.compareAndSet(true, false);
    if (commit && type == 'P' && how == Cut.AFTER_IT_ARRIVED) {
      // Parsed only; the server acts when it is told to synchronize.
      atSync.set(true);
      return false;
    }
    boolean synced = type == 'S' && atSync.compareAndSet(true, false);
    return (commit || synced || n == at) && done.compareAndSet(false, true);
  }

  private static void pass(OutputStream out, boolean typed, int type, int length, byte[] body)
      throws IOException {
    if (typed) {
      out.write(type);
    }
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(length >>> shift);
    }
    out.write(body);
  }

  private static void answer(Socket behind, Socket client, AtomicBoolean mute) {
    byte[] bytes = new byte[1 << 16];
    try (behind;
        client) {
      InputStream in = behind.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        if (!mute.get()) {
          out.write(bytes, 0, n);
        }
      }
    } catch (IOException e) {
      // One of the two went away.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
