package dev.godwit.testing;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * A pool before a PostgreSQL server, as PgBouncer is in transaction mode: each transaction of a
 * client gets a session of the server's that is free, the one that was used last at first;
 * settings, locks and prepared statements of a session stay there for whoever comes next. The first
 * clients log in at the server, later ones are let in.
 */
public final class TransactionPool implements AutoCloseable {
  private static final int ENCRYPTION = 80877103;
  private static final int GSS_ENCRYPTION = 80877104;

  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Database database;
  private final List<Session> all = new CopyOnWriteArrayList<>();
  private final BlockingDeque<Session> free = new LinkedBlockingDeque<>();
  private int toOpen;
  private byte[] greeting;

  /** With so many sessions to lend. */
  public TransactionPool(Database database, int sessions) throws IOException {
    this.database = database;
    this.toOpen = sessions;
    start(this::serve);
  }

  /** The database behind it, by way of it. */
  public String url() {
    return database.url().replace(":" + database.port() + "/", ":" + door.getLocalPort() + "/");
  }

  /** The same for JDBC, which must not prepare statements for later. */
  public String jdbcUrl() {
    return "jdbc:postgresql://localhost:"
        + door.getLocalPort()
        + "/"
        + database.name()
        + "?prepareThreshold=0";
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "pool");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    try {
      while (true) {
        Client client = new Client(door.accept());
        start(client::listen);
      }
    } catch (IOException e) {
      // The door was closed.
      return;
    }
  }

  /** A message, its type first; what begins a connection has none. */
  private static byte[] read(DataInputStream in, boolean typed) throws IOException {
    int type = typed ? in.readUnsignedByte() : 0;
    int length = in.readInt();
    ByteBuffer message = ByteBuffer.allocate(length + (typed ? 1 : 0));
    if (typed) {
      message.put((byte) type);
    }
    message.putInt(length);
    in.readFully(message.array(), message.position(), length - 4);
    return message.array();
  }

  /** One of the server's. */
  private static final class Session {
    private final Socket server;
    private final DataInputStream in;
    private final DataOutputStream out;
    private volatile Client borrower;

    Session(Socket server) throws IOException {
      this.server = server;
      in = new DataInputStream(server.getInputStream());
      out = new DataOutputStream(new BufferedOutputStream(server.getOutputStream()));
    }

    /** Hands what the server says to whom it is lent to. */
    void answer() {
      try {
        while (true) {
          byte[] message = read(in, true);
          Client client = borrower;
          client.hear(message, in.available() == 0);
          if (message[0] == 'Z') {
            client.answered((char) message[5]);
          }
        }
      } catch (IOException e) {
        // The server, or the client, has gone.
        return;
      }
    }
  }

  private final class Client {
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private Session session;
    private int unanswered;
    private boolean unfinished;

    Client(Socket socket) throws IOException {
      this.socket = socket;
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    synchronized void hear(byte[] message, boolean last) throws IOException {
      out.write(message);
      if (last) {
        out.flush();
      }
    }

    void listen() {
      try (socket) {
        byte[] first = read(in, false);
        for (int code = code(first); code == ENCRYPTION || code == GSS_ENCRYPTION; ) {
          hear(new byte[] {'N'}, true);
          first = read(in, false);
          code = code(first);
        }
        begin(first);
        for (byte[] message = read(in, true); message[0] != 'X'; message = read(in, true)) {
          ask(message);
        }
      } catch (IOException e) {
        // It hung up; a transaction that it has begun goes with it, and its session.
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private int code(byte[] message) {
      return ByteBuffer.wrap(message).getInt(4);
    }

    private void begin(byte[] first) throws IOException {
      synchronized (TransactionPool.this) {
        if (toOpen > 0) {
          toOpen--;
          logIn(first);
        }
      }
      hear(greeting, true);
    }

    /** The server's questions are this client's to answer; what it says of itself is for all. */
    private void logIn(byte[] first) throws IOException {
      Session opened = new Session(new Socket(database.host(), database.port()));
      opened.out.write(first);
      opened.out.flush();
      ByteArrayOutputStream told = new ByteArrayOutputStream();
      for (byte[] m = read(opened.in, true); m[0] != 'Z'; m = read(opened.in, true)) {
        int question = m[0] == 'R' ? ByteBuffer.wrap(m).getInt(5) : -1;
        if (question > 0) {
          hear(m, true);
          if (question != 12) {
            opened.out.write(read(in, true));
            opened.out.flush();
          }
        } else if (m[0] == 'E') {
          hear(m, true);
          throw new IOException("the server refuses");
        } else if (m[0] != 'K') {
          told.write(m);
        }
      }
      // Like any pool: the number of a process that is not there.
      told.write(ByteBuffer.allocate(13).put((byte) 'K').putInt(12).putInt(1 << 30).array());
      told.write(new byte[] {'Z', 0, 0, 0, 5, 'I'});
      greeting = told.toByteArray();
      all.add(opened);
      free.push(opened);
      start(opened::answer);
    }

    private void ask(byte[] message) throws IOException, InterruptedException {
      char type = (char) message[0];
      Session lent;
      synchronized (this) {
        if (session == null) {
          session = free.take();
          session.borrower = this;
        }
        lent = session;
        if (type == 'Q' || type == 'S' || type == 'F') {
          unanswered++;
          unfinished = false;
        } else if (type != 'd' && type != 'c' && type != 'f') {
          unfinished = true;
        }
      }
      lent.out.write(message);
      if (in.available() == 0) {
        lent.out.flush();
      }
    }

    /** The session is given back where no transaction is open, and nothing is under way. */
    synchronized void answered(char state) {
      unanswered--;
      if (state == 'I' && unanswered == 0 && !unfinished) {
        Session back = session;
        session = null;
        free.push(back);
      }
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Session session : all) {
      session.server.close();
    }
  }
}
