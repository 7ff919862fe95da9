package dev.godwit.run;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where programs keep a user's data, by the custom of each platform. */
public final class DataFolder {
  private DataFolder() {}

  /** Godwit's folder for the user of this environment; it may not exist yet. */
  public static Path of(Map<String, String> environment) {
    return of(environment, System.getProperty("os.name"), System.getProperty("user.home"));
  }

  static Path of(Map<String, String> environment, String system, String userHome) {
    String os = system.toLowerCase(Locale.ROOT);
    Path home = Path.of(environment.getOrDefault("HOME", userHome));
    if (os.startsWith("windows")) {
      String local = environment.get("LOCALAPPDATA");
      return (local == null ? Path.of(userHome, "AppData", "Local") : Path.of(local))
          .resolve("godwit");
    }
    if (os.startsWith("mac")) {
      return home.resolve("Library/Application Support/godwit");
    }
    String xdg = environment.get("XDG_DATA_HOME");
    // The specification says that a relative path is to be ignored.
    boolean usable = xdg != null && Path.of(xdg).isAbsolute();
    return (usable ? Path.of(xdg) : home.resolve(".local/share")).resolve("godwit");
  }
}
