package dev.godwit.json.read;

import dev.godwit.format.note.Contents;
import dev.godwit.json.form.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds files of rows that were cut off or added to, by counting their lines. */
public final class LineCount {
  private LineCount() {}

  /** A sentence for each file that does not have as many lines as the catalog says. */
  public static List<String> differences(Path folder, Contents contents) {
    List<String> result = new ArrayList<>();
    List<Contents.Entry> all = new ArrayList<>(contents.tables());
    all.addAll(contents.journals());
    for (Contents.Entry entry : all) {
      for (Contents.Part part : entry.parts()) {
        long lines = lines(folder.resolve(part.file()));
        if (lines != part.rows()) {
          result.add(
              part.file()
                  + " has "
                  + lines
                  + " lines, and catalog.json says "
                  + part.rows()
                  + "; where that is meant, correct \"rows\" there");
        }
      }
    }
    return result;
  }

  private static long lines(Path file) {
    byte[] buffer = new byte[1 << 16];
    long lines = 0;
    boolean open = false;
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n') {
            lines++;
            open = false;
          } else {
            open |= buffer[i] > ' ' || buffer[i] < 0;
          }
        }
      }
    } catch (IOException e) {
      throw Json.unreadable(file, e);
    }
    return lines + (open ? 1 : 0);
  }
}
