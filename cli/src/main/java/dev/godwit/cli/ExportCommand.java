package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.csv.CsvOutput;
import dev.godwit.json.write.JsonOutput;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import dev.godwit.plan.Nearest;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Filtering;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes rows for other programs. */
@Command(
    name = "export",
    description = {
      "Writes a store's rows as JSON or CSV for other programs: true and false, JSON as JSON, dates"
          + " in ISO 8601. Only reads. For a copy that comes back to the byte, migrate to json: or"
          + " csv:."
    },
    footer = {
      "",
      "Examples:",
      "  godwit export app.db --tables orders --where \"total > 100\" --format csv",
      "  godwit export env:DATABASE_URL --tables users,orders --output users.json"
    })
final class ExportCommand extends Verb {
  /** The forms. */
  enum Form {
    JSON,
    NDJSON,
    CSV
  }

  @Mixin private StoreArgument store;

  @Group("Which tables")
  @Option(
      names = "--where",
      paramLabel = "SQL",
      description = "Only the rows that this condition is true of, in the store's own SQL.")
  private String where;

  @Group("Output")
  @Option(
      names = "--format",
      paramLabel = "json|ndjson|csv",
      description = {
        "json: an array of records, or an object with one for each table. ndjson: a record on each"
            + " line. csv: RFC 4180, names first. (default: json)"
      })
  private Form format = Form.JSON;

  @Group("Output")
  @Option(
      names = "--output",
      paramLabel = "FILE|-",
      description = "Where to; must not be there yet (default: -, standard output).")
  private String output = "-";

  @Override
  public Integer call() throws IOException {
    main.leaves("the output is not complete");
    try (Source source = store.open(main)) {
      List<Table> tables = tables(source);
      if (tables.size() != 1 && format != Form.JSON) {
        throw GodwitException.usage(
            format.name().toLowerCase(Locale.ROOT)
                + " holds one table, and there are "
                + tables.size()
                + "; name it by --tables, or take --format json");
      }
      if (output.equals("-")) {
        write(source, tables, main.surroundings().data());
      } else {
        toFile(source, tables, Path.of(output));
      }
      return Exit.EXACT;
    }
  }

  private List<Table> tables(Source source) {
    List<String> names = source.catalog().tables().stream().map(Table::name).toList();
    for (String asked : store.scope().tables()) {
      if (!names.contains(asked)) {
        throw GodwitException.usage(
            "--tables "
                + asked
                + ": no such table; did you mean "
                + Nearest.to(asked, names)
                + "?");
      }
    }
    List<Table> found =
        source.catalog().tables().stream().filter(t -> store.scope().includes(t.name())).toList();
    return found;
  }

  private void toFile(Source source, List<Table> tables, Path file) throws IOException {
    if (Files.exists(file)) {
      throw GodwitException.usage("--output " + file + ": the file exists already");
    }
    try {
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), 1 << 16)) {
        write(source, tables, out);
      }
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private void write(Source source, List<Table> tables, OutputStream out) throws IOException {
    switch (format) {
      case JSON -> json(source, tables, new JsonOutput(out));
      case NDJSON -> {
        JsonOutput json = new JsonOutput(out);
        try (Rows rows = rows(source, tables.get(0))) {
          json.lines(columns(tables.get(0)), rows);
        }
        json.flush();
      }
      case CSV -> {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        try (Rows rows = rows(source, tables.get(0))) {
          CsvOutput.write(text, columns(tables.get(0)), rows);
        }
        text.flush();
      }
    }
    out.flush();
  }

  private void json(Source source, List<Table> tables, JsonOutput out) throws IOException {
    boolean one = tables.size() == 1;
    out.text(one ? "" : "{");
    for (int i = 0; i < tables.size(); i++) {
      if (!one) {
        out.text(i == 0 ? "\n" : ",\n");
        out.name(tables.get(i).name());
      }
      try (Rows rows = rows(source, tables.get(i))) {
        out.array(columns(tables.get(i)), rows);
      }
    }
    out.text(one ? "\n" : "\n}\n");
    out.flush();
  }

  private Rows rows(Source source, Table table) {
    if (where == null) {
      return source.read(table, table.columns(), Position.START);
    }
    return source
        .as(Filtering.class)
        .orElseThrow(
            () -> GodwitException.usage("--where is SQL, and " + source.name() + " has none"))
        .where(table, table.columns(), where);
  }

  /** SQLite's columns of booleans and of JSON are these by the name of their type alone. */
  private static List<Column> columns(Table table) {
    List<Column> result = new ArrayList<>();
    for (Column c : table.columns()) {
      String name = c.type().name().toUpperCase(Locale.ROOT);
      String meant =
          name.matches("BOOL(EAN)?|TINYINT\\s*\\(1\\)")
              ? "BOOLEAN"
              : name.matches("JSONB?(_TEXT)?") ? "JSON_TEXT" : null;
      boolean told = c.type().kind() == Kind.ANY && meant != null;
      result.add(told ? Column.of(c.name(), ColumnType.of(Kind.ANY, meant)) : c);
    }
    return result;
  }
}
