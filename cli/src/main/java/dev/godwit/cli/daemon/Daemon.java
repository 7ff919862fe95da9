package dev.godwit.cli.daemon;

import com.sun.net.httpserver.HttpServer;
import dev.godwit.model.GodwitException;
import dev.godwit.startup.Database;
import dev.godwit.startup.DatabaseConfig;
import dev.godwit.startup.InstanceLock;
import dev.godwit.startup.SchemaMigration;
import dev.godwit.startup.teleclaude.Sessions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Serves the sessions of one database on this machine's loopback address, as its only instance,
 * from {@link #start} to {@link #close}. Thread-safe.
 */
public final class Daemon implements AutoCloseable {
  private static final Duration WATCH = Duration.ofSeconds(5);
  private static final int GRACE_SECONDS = 1;
  private static final int MOST_CLIENTS = 1000;

  static {
    // The server of the JDK has its limits from here alone: seconds for a whole request, body and
    // all, for a whole answer, and for saying nothing; and how many connections there may be.
    limit("sun.net.httpserver.maxReqTime", 10);
    limit("sun.net.httpserver.maxRspTime", 30);
    limit("sun.net.httpserver.idleInterval", 10);
    limit("sun.net.httpserver.maxReqHeaders", 50);
    limit("jdk.httpserver.maxConnections", MOST_CLIENTS);
  }

  private final Consumer<String> log;
  private final InstanceLock lock;
  private final Database database;
  private final ExecutorService threads;
  private final HttpServer server;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean lost = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  private Daemon(Consumer<String> log, InstanceLock lock, Database database, HttpServer server) {
    this.log = log;
    this.lock = lock;
    this.database = database;
    this.server = server;
    // More than the database takes at a time: who sends slowly must not keep others waiting.
    this.threads =
        new ThreadPoolExecutor(0, MOST_CLIENTS, 10, TimeUnit.SECONDS, new SynchronousQueue<>());
  }

  /**
   * Takes the lock, brings the schema up to date and serves. {@code port} 0 takes any that is free.
   *
   * @throws GodwitException where it cannot start; nothing is left open then
   */
  public static Daemon start(DatabaseConfig config, int port, Consumer<String> log) {
    config.warnings().forEach(log);
    InstanceLock lock = InstanceLock.acquire(config);
    Database database = null;
    try {
      database = Database.open(config);
      log.accept("opened " + config);
      SchemaMigration.Done done = SchemaMigration.migrate(database);
      done.remarks().forEach(log);
      log.accept("schema: " + done.executed() + " migrations executed");
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      Daemon daemon = new Daemon(log, lock, database, HttpServer.create(address, MOST_CLIENTS));
      daemon.serve();
      return daemon;
    } catch (IOException | RuntimeException e) {
      if (database != null) {
        database.close();
      }
      lock.close();
      throw e instanceof RuntimeException known
          ? known
          : GodwitException.failed(
              "port " + port + " cannot be served: " + e.getMessage() + "; choose another", e);
    }
  }

  private static void limit(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }

  private void serve() {
    server.setExecutor(threads);
    server.createContext("/", new SessionsApi(new Sessions(database), database, lock));
    lock.watch(WATCH, this::lockLost);
    server.start();
  }

  private void lockLost() {
    lost.set(true);
    log.accept("the lock is lost: another instance may start, so this one ends");
    // Not on the lock's own thread, which closing interrupts.
    new Thread(this::close, "godwit-stop").start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Waits for the end; false where the lock was lost. */
  public boolean await() throws InterruptedException {
    ended.await();
    return !lost.get();
  }

  /** Lets requests end, closes the database and gives the lock back. A second call does nothing. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      server.stop(GRACE_SECONDS);
      threads.shutdown();
      database.walCheckpoint();
    } finally {
      database.close();
      lock.close();
      log.accept("stopped");
      ended.countDown();
    }
  }
}
