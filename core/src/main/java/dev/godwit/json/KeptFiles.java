package dev.godwit.json;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A backup's file: copies of files of JSON, compressed, by the names that they had. */
final class KeptFiles {
  private KeptFiles() {}

  /** {@code catalog} tells how the files are to be read; null where they do. */
  static void write(Path zip, Map<String, Path> files, byte[] catalog) {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      if (catalog != null) {
        out.putNextEntry(new ZipEntry(CatalogFile.NAME));
        out.write(catalog);
      }
      for (Map.Entry<String, Path> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        Files.copy(file.getValue(), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts the copies into this folder, which is made; returns it. */
  static Path extract(Path zip, Path folder) {
    try (InputStream bytes = Files.newInputStream(zip);
        ZipInputStream in = new ZipInputStream(bytes)) {
      Files.createDirectories(folder);
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
          throw GodwitException.refused("the backup " + zip + " leads out of its folder");
        }
        Files.createDirectories(file.getParent());
        Files.copy(in, file);
      }
      return folder;
    } catch (IOException e) {
      throw GodwitException.failed(
          "the backup " + zip + " cannot be restored: " + e.getMessage() + "; nothing was changed",
          e);
    }
  }

  static void delete(Path folder) {
    try {
      Staging.delete(folder);
    } catch (IOException e) {
      throw Staging.failure(folder, e);
    }
  }
}
