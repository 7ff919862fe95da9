package dev.godwit.startup;

import java.nio.file.Path;

/** Another instance: takes the lock, says so, and keeps it until it is killed. */
final class LockMain {
  private LockMain() {}

  public static void main(String[] arguments) throws Exception {
    DatabaseConfig config = DatabaseConfig.load(Application.TELECLAUDE, Path.of(arguments[0]));
    try (InstanceLock lock = InstanceLock.acquire(config)) {
      System.out.println("held " + lock.isHeld());
      // Until the pipe ends or the process does.
      System.in.readAllBytes();
    }
  }
}
