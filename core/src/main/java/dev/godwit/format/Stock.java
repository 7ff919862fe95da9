package dev.godwit.format;

import dev.godwit.format.note.Contents;
import dev.godwit.model.Column;
import dev.godwit.store.Rows;
import java.util.List;

/** Tables that are to be written to a file, and their rows in order. */
public interface Stock {
  Contents contents();

  /** These columns of every row. */
  Rows rows(Contents.Entry entry, List<Column> columns);
}
