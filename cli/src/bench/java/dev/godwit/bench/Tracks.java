package dev.godwit.bench;

import dev.godwit.bench.Race.Lane;
import dev.godwit.bench.Race.Result;
import dev.godwit.bench.Race.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is raced against what. The first lane is always the limit or the way people know. */
final class Tracks {
  private static final String GODWIT = "godwit --verify none";
  private static final String VERIFIED = "godwit, verified";

  private final Server server;
  private final Programs programs;
  private final Path folder;
  private final int runs;
  private final List<String> notes = new ArrayList<>();

  Tracks(Server server, Programs programs, Path folder, int runs) {
    this.server = server;
    this.programs = programs;
    this.folder = folder;
    this.runs = runs;
  }

  /** What was found beside times since the last call. */
  List<String> takeNotes() {
    List<String> result = List.copyOf(notes);
    notes.clear();
    return result;
  }

  List<Result> imported(int messages) throws Exception {
    Workload chat = Workload.chat(folder, messages);
    List<Lane> lanes = new ArrayList<>();
    lanes.add(limit(chat));
    lanes.add(godwit(GODWIT, chat, "", "none"));
    lanes.add(godwit(VERIFIED, chat, "", "digest"));
    if (Programs.isInstalled("pgloader")) {
      Lane pgloader = pgloader(chat);
      pgloader.prepare().run();
      pgloader.run().run();
      // It ends with 0 whatever happens.
      if (server.count("godwit_bench", "messages") == messages) {
        lanes.add(pgloader);
      } else {
        notes.add("pgloader is installed, and ended with 0 without having moved the rows");
      }
    }
    return List.of(Race.run("SQLite → PostgreSQL, " + size(chat.file()), runs, lanes));
  }

  /** Large enough that the start of a program, which the server does not have, says little. */
  List<Result> shapes() throws Exception {
    StringBuilder columns = new StringBuilder("c1 INTEGER");
    StringBuilder values = new StringBuilder("i");
    StringBuilder target = new StringBuilder("c1 bigint");
    for (int i = 2; i <= 500; i++) {
      columns.append(", c").append(i).append(i % 2 == 0 ? " TEXT" : " INTEGER");
      values.append(i % 2 == 0 ? ", 'value ' || i" : ", i * " + i);
      target.append(", c").append(i).append(i % 2 == 0 ? " text" : " bigint");
    }
    String json =
        "json_object('id', i, 'name', 'name ' || i, 'on', json('true'), 'tags', json_array(1, 2, 'x'),"
            + " 'text', hex(zeroblob(420)))";
    List<Workload> workloads =
        List.of(
            Workload.generated(folder, "integers", 20_000_000, "a INTEGER", "i", "a bigint"),
            Workload.generated(folder, "wide", 80_000, columns + "", values + "", target + ""),
            Workload.generated(folder, "blobs", 50_000, "a BLOB", "randomblob(20000)", "a bytea"),
            Workload.generated(folder, "json", 900_000, "a TEXT", json, "a jsonb"));
    List<Result> results = new ArrayList<>();
    for (Workload workload : workloads) {
      String title = workload.file().getFileName().toString().replace(".db", "");
      results.add(
          Race.run(title, runs, List.of(limit(workload), godwit(GODWIT, workload, "", "none"))));
    }
    return results;
  }

  List<Result> growth(int messages) throws Exception {
    List<Lane> lanes = new ArrayList<>();
    List<Integer> sizes = List.of(messages / 10, messages, messages * 10);
    for (int rows : sizes) {
      lanes.add(godwit(rows + " messages", Workload.chat(folder, rows), "", "none"));
    }
    Result result = Race.run("growth", Math.min(runs, 2), lanes);
    // Whatever the size, a run starts, and moves the same blobs: that is not what grows.
    for (int i = 1; i < sizes.size(); i++) {
      int more = sizes.get(i) - sizes.get(i - 1);
      double seconds =
          result.median(sizes.get(i) + " messages") - result.median(sizes.get(i - 1) + " messages");
      notes.add(
          String.format(
              Locale.ROOT,
              "from %d to %d messages: %.2f µs for each one more",
              sizes.get(i - 1),
              sizes.get(i),
              seconds / more * 1e6));
    }
    return List.of(result);
  }

  List<Result> tables() throws Exception {
    Path file = Workload.many(folder, 500);
    String schema = programs.schema(file);
    Lane made =
        new Lane(
            "the tables made by the server alone",
            () -> server.create("godwit_bench"),
            () -> server.run("godwit_bench", schema));
    Race.Work migrate = () -> programs.godwit("", "migrate", "--from", file + "", "--to", to());
    Lane making =
        new Lane("godwit, verified, tables made", () -> server.create("godwit_bench"), migrate);
    Lane filling =
        new Lane(
            "godwit, verified, tables there", () -> server.create("godwit_bench", schema), migrate);
    return List.of(Race.run("500 small tables", runs, List.of(made, making, filling)));
  }

  List<Result> directions(int messages) throws Exception {
    Workload chat = Workload.chat(folder, messages);
    List<Result> results = new ArrayList<>();
    if (!Programs.isInstalled("sqlite3")) {
      notes.add("directions: sqlite3 is not installed");
      return results;
    }
    results.add(race("SQLite → SQLite", "INSERT … SELECT", attach(chat), chat.file() + "", "out.db"));
    results.add(race("SQLite → JSON", "sqlite3 -json", json(chat), chat.file() + "", "json:out"));
    if (Programs.isInstalled("psql")) {
      server.create("godwit_bench", chat.schema());
      programs.godwit("", "migrate", "--from", chat.file() + "", "--to", to());
      results.add(race("PostgreSQL → SQLite", "psql \\copy, .import", csv(chat), to(), "out.db"));
    } else {
      notes.add("directions: psql is not installed");
    }
    return results;
  }

  private Result race(String title, String rival, String script, String from, String to)
      throws Exception {
    Work clean = () -> programs.shell("cd '" + folder + "'; rm -rf out out.db* *.csv *.json");
    String target = to.startsWith("json:") ? "json:" + folder.resolve("out") : folder.resolve(to) + "";
    return Race.run(
        title,
        runs,
        List.of(
            new Lane(rival, clean, () -> programs.shell("cd '" + folder + "'\n" + script)),
            new Lane(
                GODWIT,
                clean,
                () ->
                    programs.godwit(
                        "", "migrate", "--from", from, "--to", target, "--verify", "none"))));
  }

  private static String attach(Workload chat) {
    StringBuilder script = new StringBuilder("sqlite3 out.db <<'END'\n");
    script.append("ATTACH '").append(chat.file()).append("' AS source;\nBEGIN;\n");
    script.append(SQLITE_TABLES);
    chat.tables().forEach(t -> script.append("INSERT INTO " + t + " SELECT * FROM source." + t + ";\n"));
    return script.append(SQLITE_INDEX).append("COMMIT;\nEND\n").toString();
  }

  private static String json(Workload chat) {
    StringBuilder script = new StringBuilder();
    for (String table : chat.tables()) {
      String select = table.equals("blobs") ? "id, session_id, hex(data) AS data" : "*";
      script.append(
          "sqlite3 -json '%s' 'SELECT %s FROM %s' > %s.json\n"
              .formatted(chat.file(), select, table, table));
    }
    return script.toString();
  }

  private static String csv(Workload chat) {
    StringBuilder script = new StringBuilder("sqlite3 out.db <<'END'\n");
    script.append(SQLITE_TABLES).append("END\n");
    for (String table : chat.tables()) {
      script.append("psql -q -d godwit_bench -c \"\\copy " + table + " TO " + table + ".csv CSV\"\n");
      script.append("sqlite3 -csv out.db '.import " + table + ".csv " + table + "'\n");
    }
    return script.append("sqlite3 out.db '" + SQLITE_INDEX.strip() + "'\n").toString();
  }

  List<Result> heap(int messages) throws Exception {
    Workload chat = Workload.chat(folder, messages);
    Workload rows =
        Workload.generated(
            folder, "rows", 10_000_000, "id INTEGER PRIMARY KEY, a TEXT", "i, 'row ' || i",
            "id bigint PRIMARY KEY, a text");
    Workload blobs =
        Workload.generated(
            folder, "gigabyte", 1000, "a BLOB", "randomblob(1000000)", "a bytea");
    Workload blob =
        Workload.generated(folder, "blob", 1, "a BLOB", "randomblob(100000000)", "a bytea");
    List<Lane> lanes =
        List.of(
            godwit("the workload, -Xmx128m", chat, "-Xmx128m", "digest"),
            godwit("10 M rows, -Xmx256m", rows, "-Xmx256m", "digest"),
            godwit("1 GB of blobs, -Xmx256m", blobs, "-Xmx256m", "digest"),
            godwit("one blob of 100 MB, -Xmx512m", blob, "-Xmx512m", "digest"));
    return List.of(Race.run("small heaps, verified", 1, lanes));
  }

  private String to() {
    return server.url("godwit_bench");
  }

  private Lane godwit(String name, Workload workload, String options, String verify) {
    return new Lane(
        name,
        () -> server.create("godwit_bench", workload.schema()),
        () ->
            programs.godwit(
                options, "migrate", "--from", workload.file() + "", "--to", to(), "--verify", verify));
  }

  /** What the server alone needs: its own binary files into bare tables, then keys and indexes. */
  private Lane limit(Workload workload) throws Exception {
    server.create("godwit_bench", workload.schema());
    programs.godwit(
        "", "migrate", "--from", workload.file() + "", "--to", to(), "--verify", "none");
    List<String> statements = new ArrayList<>(List.of("BEGIN"));
    statements.add("SET LOCAL maintenance_work_mem = '512MB'");
    statements.addAll(workload.definitions());
    for (String table : workload.tables()) {
      String file = folder + "/" + workload.file().getFileName() + "." + table + ".copy";
      Files.deleteIfExists(Path.of(file));
      server.run("godwit_bench", "COPY " + table + " TO '" + file + "' (FORMAT binary)");
      statements.add("COPY " + table + " FROM '" + file + "' (FORMAT binary)");
    }
    statements.addAll(workload.keys());
    statements.add("COMMIT");
    return new Lane(
        "COPY by the server alone",
        () -> server.create("godwit_bench"),
        () -> server.run("godwit_bench", statements.toArray(String[]::new)));
  }

  private Lane pgloader(Workload workload) throws Exception {
    Path script = folder.resolve("pgloader.load");
    return new Lane(
        "pgloader, text as text",
        () -> {
          server.create("godwit_bench");
          Files.writeString(
              script,
              """
              LOAD DATABASE FROM sqlite://%s INTO %s
              WITH include drop, create tables, create indexes, reset sequences,
                prefetch rows = 2000, batch rows = 5000, concurrency = 1, workers = 2;
              """
                  .formatted(workload.file(), server.fullUrl("godwit_bench")));
        },
        () -> programs.shell("pgloader '" + script + "'"));
  }

  private static String size(Path file) throws Exception {
    return String.format(Locale.ROOT, "%.0f MB", Files.size(file) / 1e6);
  }

  private static final String SQLITE_TABLES =
      """
      CREATE TABLE computers (id integer PRIMARY KEY AUTOINCREMENT, name text NOT NULL UNIQUE, added_at text);
      CREATE TABLE sessions (session_id text PRIMARY KEY, computer_id integer REFERENCES computers (id), title text,
        owner_person text, created_at text, last_activity text, closed integer DEFAULT 0, meta text);
      CREATE TABLE messages (id integer PRIMARY KEY AUTOINCREMENT, session_id text NOT NULL REFERENCES sessions (session_id),
        seq integer, role text, content text, tokens integer, cost real, delivered integer, created_at text, payload text);
      CREATE TABLE blobs (id integer PRIMARY KEY, session_id text REFERENCES sessions (session_id), data blob);
      """;
  private static final String SQLITE_INDEX =
      "CREATE INDEX messages_session ON messages (session_id, seq);\n";
}
