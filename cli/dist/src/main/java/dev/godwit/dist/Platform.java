package dev.godwit.dist;

import java.util.Arrays;
import java.util.Locale;

/** A system that an archive is made for, and what its native libraries are called. */
enum Platform {
  LINUX_X64("linux-x64", "Linux/x86_64", "Linux/x86_64", "linux-amd64", "linux-x86_64"),
  LINUX_AARCH64("linux-aarch64", "Linux/aarch64", "Linux/arm64", "linux-arm64v8", "linux-arm_64"),
  MACOS_X64("macos-x64", "Mac/x86_64", "Mac/x86_64", "darwin-amd64", "darwin-x86_64"),
  MACOS_AARCH64("macos-aarch64", "Mac/aarch64", "Mac/arm64", "darwin-arm64v8", "darwin-arm_64"),
  WINDOWS_X64("windows-x64", "Windows/x86_64", "Windows/x86_64", "windows-amd64", "windows-x86_64");

  private final String label;
  private final String sqlite;
  private final String jline;
  private final String artifact;
  private final String postgres;

  Platform(String label, String sqlite, String jline, String artifact, String postgres) {
    this.label = label;
    this.sqlite = sqlite;
    this.jline = jline;
    this.artifact = artifact;
    this.postgres = postgres;
  }

  /** The one that this build runs on. */
  static Platform here() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system = os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "macos" : "linux";
    String wanted = system + (arch.equals("aarch64") ? "-aarch64" : "-x64");
    return Arrays.stream(values())
        .filter(p -> p.label.equals(wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no archive is made for " + wanted));
  }

  /** As in the archive's name. */
  String label() {
    return label;
  }

  /** The end of the artifact's name that brings its PostgreSQL. */
  String artifact() {
    return artifact;
  }

  /** Where its PostgreSQL lies in a jar. */
  String postgres() {
    return "postgres-" + postgres + ".txz";
  }

  boolean isWindows() {
    return this == WINDOWS_X64;
  }

  boolean isLinux() {
    return label.startsWith("linux");
  }

  /** Where SQLite's library lies in a jar. */
  String sqlite() {
    return "org/sqlite/native/" + sqlite + "/";
  }

  /** Whether this entry of a jar is a library of another system. */
  boolean isForeign(String entry) {
    return entry.startsWith("org/sqlite/native/") && !entry.startsWith(sqlite())
        || entry.matches("org/jline/nativ/[^/]+/.*")
            && !entry.startsWith("org/jline/nativ/" + jline)
        || entry.matches("postgres-.*\\.txz") && !entry.equals(postgres());
  }
}
