package dev.godwit.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A Java that has the program built in. The program is a module of it, not a jar on a class path:
 * so the archive of its loaded classes can be the runtime's own, which no path and no time of a
 * file makes invalid, wherever it is moved.
 */
final class RuntimeImage {
  static final String MODULE = "dev.godwit.program";
  static final String MAIN = MODULE + "/dev.godwit.cli.Main";
  private static final String TRAINING = MODULE + "/dev.godwit.cli.Training";
  private static final List<String> NEEDED =
      List.of(
          "java.compiler",
          "java.logging",
          "java.management",
          "java.naming",
          "java.security.jgss",
          "java.sql",
          "java.transaction.xa",
          "java.xml",
          "jdk.httpserver",
          "jdk.unsupported");

  private static final int NATIVE_ACCESS_IS_ASKED_FOR = 22;

  private final Path work;

  RuntimeImage(Path work) {
    this.work = work;
  }

  /** Makes it in {@code runtime} out of the program's jar. */
  void make(Path jar, String version, Path runtime) throws IOException {
    Path module = Files.createDirectories(work.resolve("module"));
    Path source = module.resolve("module-info.java");
    Files.writeString(source, descriptor(jar));
    run(
        "javac",
        "-d",
        module.toString(),
        "--release",
        "17",
        "--patch-module",
        MODULE + "=" + jar,
        source.toString());
    run(
        "jar",
        "--update",
        "--file",
        jar.toString(),
        "--module-version",
        version,
        "-C",
        module.toString(),
        "module-info.class");
    List<String> link =
        new ArrayList<>(
            List.of(
                "jlink",
                "--module-path",
                jar.toString(),
                "--add-modules",
                // Keys on elliptic curves: what most servers' TLS has.
                MODULE + ",jdk.crypto.ec",
                "--output",
                runtime.toString(),
                "--no-header-files",
                "--no-man-pages"));
    if (Runtime.version().feature() >= NATIVE_ACCESS_IS_ASKED_FOR) {
      link.add("--add-options=--enable-native-access=" + MODULE);
    }
    run(link.get(0), link.subList(1, link.size()).toArray(String[]::new));
    Files.deleteIfExists(runtime.resolve("bin/keytool"));
  }

  private static void run(String tool, String... args) throws IOException {
    int code = ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, args);
    if (code != 0) {
      throw new IOException(tool + " ended with " + code);
    }
  }

  /** An open module: libraries look into each other, as they do on a class path. */
  private static String descriptor(Path jar) throws IOException {
    StringBuilder text = new StringBuilder("open module " + MODULE + " {\n");
    NEEDED.forEach(m -> text.append("  requires ").append(m).append(";\n"));
    text.append("  requires static java.desktop;\n  exports dev.godwit.cli;\n");
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) services(zip)::iterator) {
        String service = entry.getName().substring("META-INF/services/".length());
        text.append("  uses ").append(service).append(";\n  provides ").append(service);
        text.append(" with ").append(providers(zip, entry)).append(";\n");
      }
    }
    return text.append("}\n").toString();
  }

  private static Stream<ZipEntry> services(ZipFile zip) {
    return zip.stream()
        .filter(e -> e.getName().matches("META-INF/services/[\\w.$]+"))
        .map(ZipEntry.class::cast);
  }

  private static String providers(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(l -> l.replaceFirst("#.*", "").strip())
          .filter(l -> !l.isEmpty())
          .distinct()
          .collect(Collectors.joining(", "));
    }
  }

  /** Puts the archive of loaded classes into it, by letting it move the sample once. */
  void archiveClasses(Path runtime, Path migrations, Path sample)
      throws IOException, InterruptedException {
    Path java = runtime.resolve("bin").resolve("java");
    Path classes = work.resolve("classes.lst");
    Program.run(
        work,
        java.toString(),
        "-Xshare:off",
        "-XX:DumpLoadedClassList=" + classes,
        "-Dorg.jooq.no-logo=true",
        "-cp",
        migrations.toString(),
        "-m",
        TRAINING,
        sample.toString(),
        work.resolve("sqlite").toString());
    // The default collector writes objects into the archive that every collector can read.
    Program.run(
        work,
        java.toString(),
        "-Xshare:dump",
        "-XX:SharedClassListFile=" + classes,
        "-Xlog:disable");
  }
}
