package dev.godwit.format;

import dev.godwit.format.note.Contents.Entry;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.value.digest.Digest;
import java.nio.file.Path;
import java.util.List;

/**
 * A copy of a file that tables were restored from: where nothing else has changed, the file comes
 * back to the byte. {@code tables} are those of the target, right after they were restored.
 */
record Restored(FileSource kept, Path file, List<Entry> tables) {
  /** Whether the copy holds exactly what the draft does. */
  boolean isAll(Draft draft, FileSource original) {
    List<Entry> now = draft.contents().tables();
    List<Entry> was = kept.entries();
    long held = now.stream().filter(e -> e.rows() > 0).count();
    return tables.equals(now)
        && held <= was.size()
        && was.stream().allMatch(e -> isStill(e, draft, original));
  }

  private boolean isStill(Entry was, Draft draft, FileSource original) {
    Entry now = draft.contents().table(was.name()).orElse(null);
    if (now == null || !now.table().equals(was.table()) || now.rows() != was.rows()) {
      return false;
    }
    return now.isLoose() || digest(original, now.table()).equals(digest(kept, was.table()));
  }

  private static Digest digest(Source source, Table table) {
    Digest digest = new Digest(table.columns().stream().map(Column::type).toList());
    try (Rows rows = source.read(table, table.columns(), Position.START)) {
      while (rows.next()) {
        digest.add(rows.row());
      }
    }
    return digest;
  }
}
