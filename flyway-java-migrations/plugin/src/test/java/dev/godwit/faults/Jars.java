package dev.godwit.faults;

import dev.godwit.flyway.Projects;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The jars that doors run, whole or with a class missing; each is made once. */
final class Jars {
  /** What numbers the sequences, once the rows are there. */
  private static final String MISSING = "dev/godwit/postgres/load/Sequences.class";

  private final Path folder;
  private final Map<Path, Path> broken = new HashMap<>();
  private Path agent;

  Jars(Path folder) {
    this.folder = folder;
  }

  /** A copy without a class that is needed late. */
  Path broken(Path jar) {
    if (!broken.containsKey(jar)) {
      broken.put(jar, without(jar));
    }
    return broken.get(jar);
  }

  private Path without(Path jar) {
    try {
      Path place = Files.createDirectories(folder.resolve("broken-" + broken.size()));
      Path copy = Files.copy(jar, place.resolve(jar.getFileName()));
      // Nothing of it is packed: Spring Boot reads jars within its own as they lie there.
      try (FileSystem inside = FileSystems.newFileSystem(copy, Map.of("noCompression", "true"))) {
        Path libraries = inside.getPath("BOOT-INF/lib");
        if (Files.isDirectory(libraries)) {
          try (Stream<Path> all = Files.list(libraries)) {
            Path ours = all.filter(f -> f.toString().contains("godwit")).findFirst().orElseThrow();
            Files.copy(broken(Projects.plugin()), ours, StandardCopyOption.REPLACE_EXISTING);
          }
        } else {
          Files.delete(inside.getPath(MISSING));
        }
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@link Interrupts} as a jar that a running program loads. */
  Path agent() {
    if (agent == null) {
      Manifest manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest.getMainAttributes().putValue("Agent-Class", Interrupts.class.getName());
      Path jar = folder.resolve("agent.jar");
      String name = Interrupts.class.getName().replace('.', '/') + ".class";
      try (OutputStream out = Files.newOutputStream(jar);
          JarOutputStream entries = new JarOutputStream(out, manifest);
          InputStream in = Interrupts.class.getResourceAsStream("/" + name)) {
        entries.putNextEntry(new JarEntry(name));
        in.transferTo(entries);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      agent = jar;
    }
    return agent;
  }
}
