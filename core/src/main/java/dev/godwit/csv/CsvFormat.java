package dev.godwit.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import dev.godwit.format.Draft;
import dev.godwit.format.FileSource;
import dev.godwit.format.Format;
import dev.godwit.format.Layout;
import dev.godwit.format.Parameters;
import dev.godwit.format.TextCell;
import dev.godwit.format.TextType;
import dev.godwit.format.WatchedFiles;
import dev.godwit.format.note.CatalogFile;
import dev.godwit.format.note.Contents;
import dev.godwit.format.note.Contents.Entry;
import dev.godwit.format.note.Contents.Part;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.OwnFile;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharsetEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * CSV: one file, or a folder with a file for each table and Godwit's notes under {@code .godwit}. A
 * name is {@code csv:PATH}, or {@code csv:PATH?separator=;&…}.
 */
public final class CsvFormat implements Format {
  private static final String PREFIX = "csv:";

  private final Path path;
  private final boolean file;
  private final Dialect dialect;

  private CsvFormat(Path path, Dialect said) {
    this.path = path;
    this.file = Files.exists(path) ? !Files.isDirectory(path) : isCsv(path);
    this.dialect = said.over(file ? Format.notes(path) : path.resolve(Contents.JOURNALS));
  }

  /** Whether the name says CSV. */
  public static boolean recognises(String name) {
    return name.startsWith(PREFIX);
  }

  /** Takes a name apart; {@code below} are parameters for what it does not say. */
  public static CsvFormat of(String name, Map<String, List<String>> below) {
    String rest = name.substring(PREFIX.length());
    int mark = Files.exists(Path.of(rest)) ? -1 : rest.lastIndexOf('?');
    String place = mark < 0 ? rest : rest.substring(0, mark);
    if (place.isEmpty() || place.equals("-")) {
      throw GodwitException.usage(
          name + ": write csv:PATH, the path of a file or folder; no stream can be used here");
    }
    String query = mark < 0 ? "" : rest.substring(mark + 1);
    return new CsvFormat(Path.of(place), Dialect.of(query, below));
  }

  private static boolean isCsv(Path file) {
    return file.getFileName().toString().matches("(?i)[^.].*\\.(csv|tsv)");
  }

  @Override
  public String engine() {
    return "CSV";
  }

  @Override
  public String name() {
    return PREFIX + path;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public Layout layout() {
    String suffix = dialect.separator(path) == '\t' ? ".tsv" : ".csv";
    return new Layout(
        file, file ? CatalogFile.NAME : Contents.JOURNALS + "/" + CatalogFile.NAME, suffix, true);
  }

  @Override
  public boolean isExact() {
    return true;
  }

  @Override
  public FileSource open(Path at, Contents told) {
    if (!Files.exists(at)) {
      throw GodwitException.usage(at + " does not exist; give the path of a CSV file or folder");
    }
    List<Entry> entries = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    boolean known = !told.tables().isEmpty() || !told.journals().isEmpty();
    List<Path> files =
        file ? List.of(at) : known ? told.files().stream().map(at::resolve).toList() : files(at);
    WatchedFiles watched = WatchedFiles.of(files);
    if (file) {
      entries.add(survey(at, "", told.tables().stream().findFirst().orElse(null)));
    } else if (known) {
      told.tables().forEach(e -> entries.add(counted(at, e, remarks)));
    } else {
      files.forEach(f -> entries.add(survey(f, f.getFileName().toString(), null)));
    }
    return new FileSource(
        engine(),
        name(),
        at,
        new Contents(entries, List.of(), told.others(), remarks),
        watched,
        (entry, places, columns, after) ->
            new CsvRows(
                places.apply(entry.parts().get(0).file()), dialect, entry.table(), columns, after));
  }

  /** A file that other programs changed has other rows by now. */
  private Entry counted(Path folder, Entry told, List<String> remarks) {
    for (Part part : told.parts()) {
      Path at = folder.resolve(part.file()).normalize();
      if (!at.startsWith(folder) || !Files.exists(at)) {
        throw GodwitException.refused(at + " is not there, and Godwit's notes say that it is");
      } else if (at.toFile().length() != part.bytes()) {
        Entry now = survey(at, part.file(), told);
        remarks.add(at + " was changed since it was written: " + part.rows() + " rows then");
        return now;
      }
    }
    return told;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.filter(f -> Files.isRegularFile(f) && isCsv(f)).sorted().toList();
      if (files.isEmpty()) {
        throw GodwitException.refused(folder + " holds no file that ends in .csv or .tsv");
      }
      return files;
    } catch (IOException e) {
      throw GodwitException.failed(folder + " cannot be read: " + e, e);
    }
  }

  /** Reads a file whole, for the number of its rows and, where nothing is told, for its types. */
  private Entry survey(Path at, String part, Entry told) {
    List<TextType> types = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    long rows = 0;
    try (CsvRows records = new CsvRows(at, dialect)) {
      records.names().forEach(n -> types.add(new TextType()));
      for (; records.record(); rows++) {
        for (int i = 0; told == null && i < types.size(); i++) {
          types.get(i).see(records.value(i));
        }
      }
      for (int i = 0; i < types.size(); i++) {
        columns.add(Column.of(records.names().get(i), types.get(i).type()));
      }
    }
    List<Part> parts = List.of(new Part(part, rows, at.toFile().length()));
    if (told != null) {
      return told.with(parts);
    } else if (columns.isEmpty()) {
      throw GodwitException.refused(at + " is empty: not even the names of columns are there");
    }
    List<String> names = columns.stream().map(Column::name).toList();
    boolean keyed = names.containsAll(dialect.key());
    if (!keyed && part.isEmpty()) {
      throw GodwitException.usage(
          "csv:…?key="
              + String.join(",", dialect.key())
              + ": no such column; its columns are "
              + String.join(", ", names));
    }
    List<String> key = keyed ? dialect.key() : List.of();
    String name = part.isEmpty() ? dialect.table(path) : part.replaceFirst("\\.[^.]*$", "");
    return new Entry(Table.of("", name, columns, key), parts, null);
  }

  @Override
  public void write(Draft draft, List<Entry> tables, Path to) throws IOException {
    Table table = tables.isEmpty() ? null : tables.get(0).table();
    if (tables.size() != 1 || table.columns().isEmpty()) {
      throw GodwitException.refused(
          "a file of CSV holds one table that has columns, and there are "
              + tables.size()
              + " tables; name it with --tables, or name a folder, not a file that ends in .csv");
    }
    List<Column> columns = table.columns();
    Writing writing = new Writing(columns);
    try (Writer out =
            new OutputStreamWriter(Files.newOutputStream(to), dialect.charset().newEncoder());
        CsvWriter writer =
            CsvWriter.builder()
                .fieldSeparator(dialect.separator(path))
                .quoteCharacter(dialect.quote())
                .lineDelimiter(LineDelimiter.CRLF)
                .quoteStrategy(writing)
                .build(out);
        Rows rows = draft.rows(tables.get(0), columns)) {
      if (dialect.header()) {
        columns.forEach(c -> writing.requireName(table, c.name()));
        writer.writeRecord(columns.stream().map(Column::name).toList());
      }
      while (rows.next()) {
        writer.writeRecord(writing.fields(table, rows));
      }
    } catch (IllegalArgumentException e) {
      throw GodwitException.refused(table.name() + ": " + e.getMessage());
    }
  }

  /** Texts stand in quotes, and names that might be taken for several. */
  private final class Writing implements QuoteStrategy {
    private final CharsetEncoder signs = dialect.charset().newEncoder();
    private final boolean isWide = signs.charset().name().startsWith("UTF-");
    private final List<Column> columns;
    private final TextCell[] cells;
    private final String[] fields;
    private Row row;

    Writing(List<Column> columns) {
      this.columns = columns;
      this.cells = columns.stream().map(c -> new TextCell(c.type())).toArray(TextCell[]::new);
      this.fields = new String[cells.length];
    }

    /** What has all signs there are is not asked for each. */
    private boolean hasSigns(String text) {
      return isWide || signs.canEncode(text);
    }

    void requireName(Table table, String name) {
      if (name.isEmpty() || !hasSigns(name)) {
        throw refused(
            table,
            name,
            null,
            name.isEmpty()
                ? "the column has no name, and the first line of a file of CSV is names"
                : lacking(table) + ": a column's name",
            "name it by a rule (rename), or write no names: csv:PATH?header=no");
      }
    }

    String[] fields(Table table, Rows rows) {
      row = rows.row();
      for (int i = 0; i < fields.length; i++) {
        fields[i] = row.isNull(i) ? dialect.nullWord() : cells[i].write(row, i);
        boolean plain = !row.isNull(i) && fields[i].equals(dialect.nullWord());
        if (plain && cells[i].isToldByQuotes() && !cells[i].quotes(row, i)) {
          throw refused(
              table,
              columns.get(i).name(),
              rows.position().toString(),
              "the value at " + rows.position() + " is the word that stands for NULL",
              "choose another: csv:PATH?null=WORD");
        } else if (!hasSigns(fields[i])) {
          throw refused(
              table,
              columns.get(i).name(),
              rows.position().toString(),
              lacking(table) + ", at " + rows.position(),
              "choose another: csv:PATH?encoding=UTF-8");
        }
      }
      return fields;
    }

    private String lacking(Table table) {
      return table.name() + " holds text that " + dialect.charset() + " has no signs for";
    }

    private GodwitException refused(
        Table table, String column, String key, String why, String hint) {
      return GodwitException.refused(
          "1 problem, nothing was written:",
          List.of(Problem.of(ProblemKind.REFUSED).at(table.name(), column, key).says(why, hint)));
    }

    @Override
    public boolean quoteEmpty(int line, int i) {
      return row == null || cells[i].quotes(row, i);
    }

    @Override
    public boolean quoteValue(int line, int i, String value) {
      return row == null
          ? !value.matches("[\\p{L}\\p{N}_-]+")
          : cells[i].quotes(row, i) || !row.isNull(i) && value.equals(dialect.nullWord());
    }
  }

  @Override
  public List<Entry> untold(Contents all) {
    return all.tables().stream().map(e -> e.with(List.of(Part.whole(e.rows())))).toList();
  }

  @Override
  public void remember(Contents all, Path notes) throws IOException {
    Path folder = file ? notes : OwnFile.createFolders(notes.resolve(Contents.JOURNALS));
    Parameters.put(dialect.said(), folder);
  }
}
