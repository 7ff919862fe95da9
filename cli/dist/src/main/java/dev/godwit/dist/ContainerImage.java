package dev.godwit.dist;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A container image from nothing: the runtime, the program, and the files of the C library that
 * they are linked with. No shell, no package manager, no daemon to build it. It has no PostgreSQL
 * of one's own: in a container a server is another container.
 */
final class ContainerImage {
  private static final AbsoluteUnixPath HOME = AbsoluteUnixPath.get("/opt/godwit");
  private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/\\S+) \\(0x");

  private final Instant time;

  ContainerImage(Instant time) {
    this.time = time;
  }

  /** Writes an archive that {@code docker load} and {@code podman load} take. */
  void make(Path program, String version, List<String> flags, Path work, Path out)
      throws Exception {
    Path root = Files.createDirectories(work.resolve("image"));
    copyLibraries(program, root, work);
    prepare(root);
    List<String> start = new ArrayList<>(List.of("/opt/godwit/runtime/bin/java"));
    start.addAll(flags);
    start.addAll(
        List.of(
            "-Dorg.sqlite.lib.path=/opt/godwit/lib",
            "-cp",
            "/opt/godwit/lib/migrations.jar",
            "-m",
            RuntimeImage.MAIN));
    Jib.fromScratch()
        .addFileEntriesLayer(layer("system", root, AbsoluteUnixPath.get("/")))
        .addFileEntriesLayer(layer("program", program, HOME))
        .setEntrypoint(start)
        .setCreationTime(time)
        .setUser("1000:1000")
        .addEnvironmentVariable("HOME", "/data")
        // Where no /proc tells a program where it lies.
        .addEnvironmentVariable("LD_LIBRARY_PATH", "/opt/godwit/runtime/lib")
        .addEnvironmentVariable("LANG", "C.UTF-8")
        .setWorkingDirectory(AbsoluteUnixPath.get("/data"))
        .addVolume(AbsoluteUnixPath.get("/data"))
        .addLabel("org.opencontainers.image.title", "godwit")
        .addLabel("org.opencontainers.image.version", version)
        .addLabel("org.opencontainers.image.licenses", "Apache-2.0")
        .containerize(
            Containerizer.to(
                    TarImage.at(out).named("godwit:" + version.toLowerCase(java.util.Locale.ROOT)))
                .setOfflineMode(true)
                .setAlwaysCacheBaseImage(false)
                .setBaseImageLayersCache(work.resolve("jib"))
                .setApplicationLayersCache(work.resolve("jib")));
  }

  private FileEntriesLayer layer(String name, Path from, AbsoluteUnixPath to) throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all.sorted()::iterator) {
        String relative = from.relativize(path).toString();
        if (relative.isEmpty()) {
          continue;
        }
        AbsoluteUnixPath at = to.resolve(relative);
        boolean anybody = relative.equals("tmp") || relative.equals("data");
        boolean program = Files.isDirectory(path) || Files.isExecutable(path);
        layer.addEntry(
            path,
            at,
            FilePermissions.fromOctalString(anybody ? "777" : program ? "755" : "644"),
            time);
      }
    }
    return layer.build();
  }

  /** What a Linux needs to have for the runtime to start: libraries, names, places to write. */
  private static void prepare(Path root) throws IOException {
    Files.createDirectories(root.resolve("tmp"));
    Files.createDirectories(root.resolve("data"));
    Path etc = Files.createDirectories(root.resolve("etc"));
    Files.writeString(
        etc.resolve("passwd"),
        "root:x:0:0:root:/root:/none\ngodwit:x:1000:1000:godwit:/data:/none\n");
    Files.writeString(etc.resolve("group"), "root:x:0:\ngodwit:x:1000:\n");
    Files.writeString(etc.resolve("nsswitch.conf"), "hosts: files dns\n");
  }

  /** Copies the libraries that what lies in {@code program} is linked with, and their own. */
  private static void copyLibraries(Path program, Path root, Path work)
      throws IOException, InterruptedException {
    Set<Path> needed = new TreeSet<>();
    try (Stream<Path> all = Files.walk(program)) {
      for (Path file : (Iterable<Path>) all.filter(ContainerImage::isBinary)::iterator) {
        Matcher line = LIBRARY.matcher(Program.run(work, "ldd", file.toString()));
        while (line.find()) {
          needed.add(Path.of(line.group(1)));
        }
      }
    }
    for (Path library : needed) {
      if (!library.startsWith(program)) {
        // Under the name that it is looked for by, whatever links there are here.
        Path copy = root.resolve(library.toString().substring(1));
        Files.createDirectories(copy.getParent());
        Files.copy(library.toRealPath(), copy);
      }
    }
  }

  private static boolean isBinary(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && (name.matches(".*\\.so(\\.\\d+)*") || name.equals("java"));
  }
}
