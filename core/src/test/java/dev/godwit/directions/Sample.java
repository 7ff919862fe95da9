package dev.godwit.directions;

import dev.godwit.testing.Database;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A place for TeleClaude's sample in one of the engines, which a test fills and changes as other
 * programs do, behind Godwit's back. Rows are told by the value of one column; values are texts and
 * whole numbers.
 */
abstract class Sample {
  static final Path ORIGINAL = Path.of("../docs/sample/teleclaude.db");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What the store is called. */
  abstract String name();

  /** Whether there is anything yet. */
  abstract boolean exists();

  abstract void insert(String table, Map<String, Object> row);

  abstract void update(String table, String key, Object value, String column, Object to);

  abstract void delete(String table, String key, Object value);

  /** Nothing yet, where a store of this engine may come to be. */
  static Sample place(Kind kind, Path folder, Database database, String name) {
    return switch (kind) {
      case SQLITE -> new InSqlite(folder.resolve(name + ".db"));
      case POSTGRESQL -> new InPostgres(database, name);
      case JSON -> new InJson(folder.resolve(name));
      case CSV -> new InCsv(folder.resolve(name));
    };
  }

  /** The same, holding the sample. */
  static Sample filled(Kind kind, Path folder, Database database, String name) {
    Sample sample = place(kind, folder, database, name);
    if (kind == Kind.SQLITE) {
      try {
        Files.copy(ORIGINAL, folder.resolve(name + ".db"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    } else {
      Stored.move(ORIGINAL, sample.name());
    }
    return sample;
  }

  private static String literal(Object value) {
    return value instanceof Number ? value.toString() : "'" + value + "'";
  }

  /** What the two engines with SQL share. */
  private abstract static class InSql extends Sample {
    abstract void run(String sql);

    abstract String qualified(String table);

    @Override
    void insert(String table, Map<String, Object> row) {
      run(
          "INSERT INTO "
              + qualified(table)
              + " ("
              + String.join(", ", row.keySet())
              + ") VALUES ("
              + row.values().stream().map(Sample::literal).collect(Collectors.joining(", "))
              + ")");
    }

    @Override
    void update(String table, String key, Object value, String column, Object to) {
      run(
          "UPDATE "
              + qualified(table)
              + " SET "
              + column
              + " = "
              + literal(to)
              + where(key, value));
    }

    @Override
    void delete(String table, String key, Object value) {
      run("DELETE FROM " + qualified(table) + where(key, value));
    }

    private static String where(String key, Object value) {
      return " WHERE " + key + " = " + literal(value);
    }
  }

  private static final class InSqlite extends InSql {
    private final Path file;

    InSqlite(Path file) {
      this.file = file;
    }

    @Override
    String name() {
      return file.toString();
    }

    @Override
    boolean exists() {
      return Files.exists(file);
    }

    @Override
    void run(String sql) {
      SqliteFiles.create(file, sql);
    }

    @Override
    String qualified(String table) {
      return table;
    }
  }

  private static final class InPostgres extends InSql {
    private final Database database;
    private final String schema;

    InPostgres(Database database, String schema) {
      this.database = database;
      this.schema = schema;
      database.run("CREATE SCHEMA " + schema);
    }

    @Override
    String name() {
      return database.url() + "?schema=" + schema;
    }

    @Override
    boolean exists() {
      return true;
    }

    @Override
    void run(String sql) {
      database.run(sql);
    }

    @Override
    String qualified(String table) {
      return schema + "." + table;
    }
  }

  /** The folder of lines; its catalog says how long each file is. */
  private static final class InJson extends Sample {
    private final Path folder;

    InJson(Path folder) {
      this.folder = folder;
    }

    @Override
    String name() {
      return "json:" + folder;
    }

    @Override
    boolean exists() {
      return Files.exists(folder.resolve("catalog.json"));
    }

    @Override
    void insert(String table, Map<String, Object> row) {
      ObjectNode whole = JSON.createObjectNode();
      row.forEach(whole::putPOJO);
      rewrite(
          table,
          lines -> Stream.concat(lines, Stream.of(JSON.readTree(JSON.writeValueAsString(whole)))));
    }

    @Override
    void update(String table, String key, Object value, String column, Object to) {
      rewrite(
          table,
          lines ->
              lines.map(
                  line -> is(line, key, value) ? ((ObjectNode) line).putPOJO(column, to) : line));
    }

    @Override
    void delete(String table, String key, Object value) {
      rewrite(table, lines -> lines.filter(line -> !is(line, key, value)));
    }

    private static boolean is(JsonNode line, String key, Object value) {
      return line.path(key).asString().equals(value.toString());
    }

    private void rewrite(String table, UnaryOperator<Stream<JsonNode>> change) {
      try {
        Path catalogFile = folder.resolve("catalog.json");
        JsonNode catalog = JSON.readTree(Files.readAllBytes(catalogFile));
        ObjectNode entry = null;
        for (JsonNode t : catalog.path("tables")) {
          entry = t.path("name").asString().equals(table) ? (ObjectNode) t : entry;
        }
        List<JsonNode> rows = new ArrayList<>();
        Path first = null;
        for (JsonNode f : entry.path("files")) {
          Path file = folder.resolve(f.path("file").asString());
          first = first == null ? file : first;
          Files.readAllLines(file).forEach(line -> rows.add(JSON.readTree(line)));
        }
        List<JsonNode> changed = change.apply(rows.stream()).toList();
        byte[] text =
            changed.stream()
                .map(row -> JSON.writeValueAsString(row) + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
        Files.write(first, text);
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("file", folder.relativize(first).toString());
        file.put("rows", changed.size());
        file.put("bytes", text.length);
        entry.putPOJO("files", List.of(file));
        Files.write(catalogFile, JSON.writeValueAsBytes(catalog));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The folder of CSV, changed as an editor would, which leaves all other fields as they are. */
  private static final class InCsv extends Sample {
    private static final Pattern FIELD =
        Pattern.compile("(\"(?:[^\"]|\"\")*\"|[^,\"\r\n]*)(,|\r\n)");

    private final Path folder;

    InCsv(Path folder) {
      this.folder = folder;
    }

    @Override
    String name() {
      return "csv:" + folder;
    }

    @Override
    boolean exists() {
      return Files.exists(folder.resolve("sessions.csv"));
    }

    private static String field(Object value) {
      return value == null
          ? ""
          : value instanceof Number
              ? value.toString()
              : '"' + value.toString().replace("\"", "\"\"") + '"';
    }

    @Override
    void insert(String table, Map<String, Object> row) {
      rewrite(
          table,
          records ->
              records.add(records.get(0).stream().map(name -> field(row.get(name))).toList()));
    }

    @Override
    void update(String table, String key, Object value, String column, Object to) {
      rewrite(
          table,
          records -> {
            int place = records.get(0).indexOf(column);
            records.replaceAll(
                record -> {
                  List<String> changed = new ArrayList<>(record);
                  if (is(records.get(0), record, key, value)) {
                    changed.set(place, field(to));
                  }
                  return changed;
                });
          });
    }

    @Override
    void delete(String table, String key, Object value) {
      rewrite(table, records -> records.removeIf(r -> is(records.get(0), r, key, value)));
    }

    private static boolean is(List<String> names, List<String> record, String key, Object value) {
      return record.get(names.indexOf(key)).equals(field(value));
    }

    private void rewrite(String table, Consumer<List<List<String>>> change) {
      Path file = folder.resolve(table + ".csv");
      try {
        List<List<String>> records = new ArrayList<>();
        List<String> record = new ArrayList<>();
        Matcher field = FIELD.matcher(Files.readString(file));
        while (field.find()) {
          record.add(field.group(1));
          if (!field.group(2).equals(",")) {
            records.add(List.copyOf(record));
            record.clear();
          }
        }
        change.accept(records);
        Files.writeString(
            file,
            records.stream().map(r -> String.join(",", r) + "\r\n").collect(Collectors.joining()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
