package dev.godwit.store.can;

import dev.godwit.model.Column;
import dev.godwit.model.Table;
import java.util.List;
import java.util.Optional;

/** Has a place for tables of Godwit's own, beside the data: what {@link Journal} stands on. */
public interface Journaling {
  /** Whether this user may write there, and make the tables that are missing. */
  boolean mayJournal();

  /** The table of this name, or nothing where none was made. */
  Optional<Table> journal(String name);

  /** The table of this name, made where it is missing, inside the transaction. */
  Table journal(String name, List<Column> columns);

  /**
   * Takes out every row that begins with the cells of one of {@code gone}, which are equally long
   * and never null (no cells: every row), then writes rows of texts, of which a cell may be null;
   * inside the transaction.
   */
  void replace(Table journal, List<List<String>> gone, List<List<String>> rows);

  /**
   * A text as such a table can hold it: characters that the store's encoding lacks are escaped as
   * in JSON.
   */
  String writable(String text);
}
