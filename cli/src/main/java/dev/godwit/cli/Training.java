package dev.godwit.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * What the start script lets Java see once, so that the archive of classes it keeps then holds what
 * later starts need: a small move and its proof, and the classes that a move to a server would
 * load.
 */
final class Training {
  private static final List<String> PACKAGES =
      List.of(
          "dev/godwit/",
          "org/postgresql/core/",
          "org/postgresql/copy/",
          "org/postgresql/geometric/",
          "org/postgresql/hostchooser/",
          "org/postgresql/jdbc/",
          "org/postgresql/jdbc2/",
          "org/postgresql/jdbcurlresolver/",
          "org/postgresql/shaded/com/ongres/",
          "org/postgresql/util/");

  private Training() {}

  /**
   * Takes the sample's path, and a folder for SQLite's library, which is all that it leaves behind.
   * Says nothing.
   */
  public static void main(String[] args) throws IOException {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Surroundings silent = Surroundings.of(nowhere, nowhere, false, 100, Map.of());
    Path folder = Files.createTempDirectory("godwit-");
    System.setProperty("org.sqlite.tmpdir", folder.toString());
    int code;
    try {
      String target = folder.resolve("target.db").toString();
      code = Main.run(silent, "migrate", "--from", args[0], "--to", target, "--backup", "none");
      Main.run(silent, "verify", "--from", args[0], "--to", target);
      Main.run(silent, "inspect", args[0]);
      connect(silent);
      load();
      keepLibrary(folder, Path.of(args[1]));
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
    System.exit(code);
  }

  /** SQLite's driver has unpacked its library here; at every start it would again. */
  private static void keepLibrary(Path unpacked, Path folder) throws IOException {
    String name = System.mapLibraryName("sqlitejdbc");
    List<Path> libraries;
    try (Stream<Path> files = Files.list(unpacked)) {
      libraries = files.filter(f -> f.toString().endsWith("-" + name)).toList();
    }
    for (Path library : libraries) {
      Files.createDirectories(folder);
      Path unfinished = Files.createTempFile(folder, name, ".tmp");
      Files.copy(library, unfinished, StandardCopyOption.REPLACE_EXISTING);
      Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** What goes before the first word with a server is loaded by one that does not answer too. */
  private static void connect(Surroundings silent) throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Main.run(silent, "history", "--to", "postgresql://localhost:" + free + "/none");
  }

  private static void load() throws IOException {
    for (String name : entries()) {
      if (name.endsWith(".class") && PACKAGES.stream().anyMatch(name::startsWith)) {
        load(name.substring(0, name.length() - 6).replace('/', '.'));
      }
    }
  }

  /** What the program consists of, whether it is a jar or a module of its own runtime. */
  private static List<String> entries() throws IOException {
    Module module = Training.class.getModule();
    if (module.isNamed()) {
      ModuleReference place =
          module.getLayer().configuration().findModule(module.getName()).orElseThrow().reference();
      try (ModuleReader reader = place.open();
          Stream<String> names = reader.list()) {
        return names.toList();
      }
    }
    try (JarFile file = new JarFile(System.getProperty("java.class.path"))) {
      return file.stream().map(JarEntry::getName).toList();
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, Training.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // It is for a library that is not here.
      return;
    }
  }
}
