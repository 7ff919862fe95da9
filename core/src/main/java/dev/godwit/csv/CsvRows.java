package dev.godwit.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import dev.godwit.format.TextCell;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The records of a file in their order, each with as many fields as the first. */
final class CsvRows implements Rows {
  private final Path file;
  private final Dialect dialect;

  /** Whether a blank line is a record, though no line of names tells. */
  private final boolean single;

  private final CsvReader<Boolean> reader;
  private final Iterator<Boolean> blanks;
  private final List<String> fields = new ArrayList<>();
  private final List<Boolean> quotes = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private List<Column> columns = List.of();
  private int[] places = {};
  private TextCell[] cells = {};
  private Row row = new Row(0);
  private boolean waits;
  private long line;
  private long number;

  /** For the fields of each record alone. */
  CsvRows(Path file, Dialect dialect) {
    this(file, dialect, false);
  }

  private CsvRows(Path file, Dialect dialect, boolean single) {
    this.file = file;
    this.dialect = dialect;
    this.single = single && !dialect.header();
    try {
      reader =
          CsvReader.builder()
              .fieldSeparator(dialect.found(file))
              .quoteCharacter(dialect.quote())
              .skipEmptyLines(false)
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .allowUnclosedQuote(false)
              .maxBufferSize(1 << 30)
              .build(new Handler(), dialect.open(file));
      blanks = reader.iterator();
    } catch (IOException e) {
      throw broken(e);
    }
    first();
  }

  /** For these columns of a table, after this row. */
  CsvRows(Path file, Dialect dialect, Table table, List<Column> columns, Position after) {
    this(file, dialect, table.columns().size() == 1);
    List<Column> all = table.columns();
    List<String> there = dialect.header() ? names : all.stream().map(Column::name).toList();
    this.columns = columns;
    this.row = new Row(columns.size());
    this.places = columns.stream().mapToInt(c -> there.indexOf(c.name())).toArray();
    // The table's own types: what was asked for may spell them otherwise.
    this.cells =
        columns.stream()
            .map(c -> new TextCell(all.get(Column.places(List.of(c), all)[0]).type()))
            .toArray(TextCell[]::new);
    for (int i = 0; i < places.length; i++) {
      if (places[i] < 0 || places[i] >= names.size() && !isBlank()) {
        throw refused(0, "there is no column " + columns.get(i).name() + " any more");
      }
    }
    long passed = after.rows();
    while (number < passed && record()) {
      number++;
    }
  }

  private final class Handler extends AbstractBaseCsvCallbackHandler<Boolean> {
    @Override
    protected void handleBegin(long startingLineNumber) {
      line = startingLineNumber;
      fields.clear();
      quotes.clear();
    }

    @Override
    protected void handleField(int index, char[] from, int offset, int length, boolean quoted) {
      fields.add(new String(from, offset, length));
      quotes.add(quoted);
    }

    @Override
    protected Boolean buildRecord() {
      return getRecordType() == RecordType.EMPTY;
    }
  }

  private void first() {
    if (!advance()) {
      return;
    }
    waits = !dialect.header();
    for (int i = 0; i < fields.size(); i++) {
      String name = waits ? "c" + (i + 1) : fields.get(i);
      if (name.isEmpty() || names.contains(name)) {
        String what = name.isEmpty() ? "the column has no name" : name + " stands there twice";
        throw refused(i, what + "; name each column once, or say header=no");
      }
      names.add(name);
    }
  }

  /** Whether there is not even a first line, and there need not be. */
  private boolean isBlank() {
    return names.isEmpty() && !dialect.header();
  }

  /** The columns' names, none where the file is empty. */
  List<String> names() {
    return names;
  }

  /** Moves to the next record; false after the last. */
  boolean record() {
    boolean there = waits || advance();
    waits = false;
    if (there && fields.size() != names.size()) {
      throw refused(
          Math.min(fields.size(), names.size()),
          fields.size() + " fields, where the first line has " + names.size());
    }
    return there;
  }

  /** A blank line is a record only where a record may be one blank. */
  private boolean advance() {
    try {
      while (blanks.hasNext()) {
        boolean blank = blanks.next();
        if (blank && (single || names.size() == 1)) {
          fields.add("");
          quotes.add(false);
          return true;
        } else if (!blank) {
          return true;
        }
      }
      return false;
    } catch (CsvParseException | UncheckedIOException e) {
      throw broken(e);
    }
  }

  /** The value of a field; null where it stands for NULL. */
  String value(int i) {
    boolean none = !quotes.get(i) && fields.get(i).equals(dialect.nullWord());
    return none ? null : fields.get(i);
  }

  private GodwitException refused(int i, String what) {
    return GodwitException.refused(file + ", line " + line + ", column " + (i + 1) + ": " + what);
  }

  private GodwitException broken(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof CharacterCodingException)) {
      cause = cause.getCause();
    }
    String place = file + ", line " + Math.max(1, line) + ", column 1, or after it: ";
    if (cause instanceof CharacterCodingException) {
      String hint = "; say which encoding it is in, csv:…?encoding=windows-1252 for example";
      return GodwitException.refused(place + "bytes that are not " + dialect.charset() + hint);
    } else if (cause instanceof IOException) {
      return GodwitException.failed(file + " cannot be read: " + cause, e);
    }
    return GodwitException.refused(
        place
            + "a quote that is not closed, or text after one that is; csv:…?quote=… says another");
  }

  @Override
  public boolean next() {
    if (!record()) {
      return false;
    }
    number++;
    for (int i = 0; i < places.length; i++) {
      String value = value(places[i]);
      if (value == null) {
        row.setNull(i);
      } else if (!cells[i].read(value, quotes.get(places[i]), row, i)) {
        throw refused(
            places[i],
            columns.get(i).name()
                + " holds what is no "
                + columns.get(i).type().name()
                + "; if that is meant, take Godwit's notes of the file away: types are found anew");
      }
    }
    return true;
  }

  @Override
  public Row row() {
    return row;
  }

  @Override
  public Position position() {
    return Position.row(number);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw GodwitException.failed(file + " cannot be read: " + e, e);
    }
  }
}
