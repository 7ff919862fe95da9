package dev.godwit.format;

import dev.godwit.model.GodwitException;
import dev.godwit.store.FileIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files as they were when they were looked at, which is to be before they are read. */
public final class WatchedFiles {
  private final Map<Path, FileIdentity> seen = new LinkedHashMap<>();

  private WatchedFiles() {}

  /** Looks at these files: before anything of them is read. */
  public static WatchedFiles of(List<Path> files) {
    WatchedFiles result = new WatchedFiles();
    files.forEach(f -> result.seen.put(f, identity(f)));
    return result;
  }

  private static FileIdentity identity(Path file) {
    try {
      return FileIdentity.of(file);
    } catch (IOException e) {
      throw GodwitException.failed(file + " cannot be read: " + e, e);
    }
  }

  /**
   * Refuses where another program has changed one of them since.
   *
   * @throws GodwitException naming the file and what has become of it
   */
  void requireSame() {
    seen.forEach(
        (file, then) -> {
          FileIdentity now = identity(file);
          if (!then.equals(now)) {
            throw GodwitException.refused(
                file
                    + " "
                    + then.changeTo(now)
                    + " by another program while it was read; nothing of it was kept. Let that"
                    + " program end, then run again");
          }
        });
  }

  /** The same for as long as nobody writes to them; begins with the name of their form. */
  String fingerprint(String form) {
    StringBuilder text = new StringBuilder(form);
    seen.values().forEach(f -> text.append(' ').append(f.size()).append(' ').append(f.written()));
    return text.toString();
  }
}
