package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Real applications: filled on SQLite through their own interface, moved by one command without a
 * rule, at work on PostgreSQL. What each needs comes from the machine's packages; where that is not
 * there, the test is skipped and says so. {@code mvn -Papps -pl cli -am test}; docs/applications.md
 * is written with {@code -Dgodwit.rewrite=true}.
 */
@ExtendWith(FreshDatabase.class)
@EnabledIfSystemProperty(named = "godwit.apps", matches = "true")
class ApplicationsTest {
  private static final String PYTHON = "/usr/bin/python3";

  @TempDir Path folder;

  private String run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    Path output = folder.resolve("output.txt");
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    int code = builder.start().waitFor();
    String text = Files.readString(output);
    assertThat(code).as(String.join(" ", command) + "\n" + text).isEqualTo(0);
    return text;
  }

  private static boolean has(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void unpack(String application) throws IOException {
    Path from = Path.of("src/test/resources/apps", application).toAbsolutePath();
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = folder.resolve(from.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
  }

  private static Map<String, String> on(Database database) {
    return Map.of(
        "PGHOST", database.host(),
        "PGPORT", String.valueOf(database.port()),
        "PGUSER", database.user(),
        "PGPASSWORD", database.password(),
        "PGDATABASE", database.name());
  }

  /** Moves by one command, and without a rule. */
  private static Cli.Result moved(Path file, Database database) {
    Cli.Result moved = Cli.run("migrate", "--from", file.toString(), "--to", database.url());
    assertThat(moved.code()).as(moved.everything()).isEqualTo(0);
    Cli.Result same = Cli.run("verify", "--from", file.toString(), "--to", database.url());
    assertThat(same.code()).as(same.everything()).isEqualTo(0);
    return moved;
  }

  /** Its line in the manual. */
  private static void note(String application, String version, String outcome) throws IOException {
    Path page = Cli.root().resolve("docs/applications.md");
    String line =
        "| " + application + " | " + version + " | `godwit migrate --from FILE --to URL` | ";
    List<String> lines = new ArrayList<>(Files.readAllLines(page));
    if (Boolean.getBoolean("godwit.rewrite")) {
      lines.removeIf(l -> l.startsWith("| " + application + " |"));
      lines.add(lines.indexOf("|---|---|---|---|") + 1, line + outcome + " |");
      Files.write(page, lines);
    } else {
      assertThat(lines).anyMatch(l -> l.startsWith("| " + application + " |"));
    }
  }

  @Test
  void aDjangoSiteIsAtWorkOnPostgresWithEveryObjectItHad(Database database) throws Exception {
    assumeTrue(
        has(PYTHON, "-c", "import django, psycopg2"),
        "no Django and psycopg2: apt-get install python3-django python3-psycopg2");
    unpack("django");
    run(Map.of(), PYTHON, "manage.py", "makemigrations", "shop");
    run(Map.of(), PYTHON, "manage.py", "migrate");
    run(Map.of(), PYTHON, "fill.py");
    String objects = run(Map.of(), PYTHON, "objects.py");
    assertThat(objects.lines().count()).isGreaterThan(300);
    run(on(database), PYTHON, "manage.py", "migrate");

    Cli.Result moved = moved(folder.resolve("db.sqlite3"), database);
    assertThat(moved.out())
        .contains("its recipe is used")
        .contains("the target's own history of Django stays as it is, and has the same versions")
        .contains("django_site");

    assertThat(run(on(database), PYTHON, "objects.py")).isEqualTo(objects);
    assertThat(run(on(database), PYTHON, "live.py")).contains("alive");
    String version = run(Map.of(), PYTHON, "-m", "django", "--version").strip();
    note(
        "Django",
        version,
        objects.lines().count()
            + " objects equal through the ORM; people log in, and make new objects");
  }

  /**
   * One that migrates, fills, shows and lives by a program of its own: equal objects on both sides,
   * each a line, and new ones made there.
   */
  private void shop(Database database, String name, String title, String version, String... program)
      throws Exception {
    unpack(name);
    run(Map.of(), and(program, "migrate"));
    run(Map.of(), and(program, "fill"));
    String objects = run(Map.of(), and(program, "objects"));
    assertThat(objects.lines().count()).isGreaterThan(100);
    run(on(database), and(program, "migrate"));
    Cli.Result moved = moved(folder.resolve("app.sqlite"), database);
    assertThat(moved.out()).contains("its recipe is used");
    assertThat(run(on(database), and(program, "objects"))).isEqualTo(objects);
    assertThat(run(on(database), and(program, "live"))).contains("alive");
    String outcome = objects.lines().count() + " objects equal through it; new ones are made";
    note(title, version, outcome);
  }

  private static String[] and(String[] program, String verb) {
    return Stream.concat(Stream.of(program), Stream.of(verb)).toArray(String[]::new);
  }

  /** The packages that a folder names, fetched once: SQLite's drivers are compiled. */
  private void packages(String name, String... compiled) throws Exception {
    assumeTrue(
        has("node", "--version") && has("npm", "--version"), "no Node.js: apt-get install nodejs");
    Path at = Files.createDirectories(Cli.root().resolve("cli/target/apps/" + name));
    Path done = at.resolve("done");
    if (!Files.exists(done)) {
      Path wanted = Path.of("src/test/resources/apps", name, "package.json");
      Files.copy(wanted, at.resolve("package.json"), StandardCopyOption.REPLACE_EXISTING);
      assumeTrue(
          npm(at, "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts")
              && npm(at, and(new String[] {"rebuild"}, compiled)),
          "npm does not bring the packages of " + name);
      Files.createFile(done);
    }
    Files.createSymbolicLink(folder.resolve("node_modules"), at.resolve("node_modules"));
  }

  private static String[] and(String[] some, String[] more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  private static boolean npm(Path at, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(and(new String[] {"npm"}, arguments));
    if (Files.exists(Path.of("/usr/include/node"))) {
      builder.environment().put("npm_config_nodedir", "/usr");
    }
    Path log = at.resolve("npm.log");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return builder.directory(at.toFile()).start().waitFor() == 0;
  }

  private String version(String of) throws Exception {
    String json = Files.readString(folder.resolve("node_modules/" + of + "/package.json"));
    return JsonMapper.shared().readTree(json).get("version").asString();
  }

  /** On what keeps a shop: by Node's. */
  @ParameterizedTest
  @CsvSource({
    "knex, knex, Knex",
    "typeorm, typeorm, TypeORM",
    "sequelize, sequelize, Sequelize",
    "drizzle, drizzle-orm, Drizzle",
    "prisma, prisma, Prisma"
  })
  void aShopOnNodeGoesOnOnPostgres(String name, String of, String title, Database database)
      throws Exception {
    packages("node", "better-sqlite3", "sqlite3");
    shop(database, name, title, version(of), "node", "app.js");
  }

  @Test
  void aDirectusWithCollectionsOfItsUsersGoesOnOnPostgres(Database database) throws Exception {
    packages("directus", "sqlite3", "isolated-vm", "argon2");
    shop(database, "directus", "Directus", version("directus"), "node", "app.js");
  }

  @Test
  void aShopOnActiveRecordGoesOnOnPostgres(Database database) throws Exception {
    String[] version = {"ruby", "-e", "require 'active_record'; print ActiveRecord.version"};
    assumeTrue(
        has("ruby", "-e", "require 'active_record'; require 'sqlite3'; require 'pg'"),
        "no Active Record: apt-get install ruby-railties ruby-activerecord ruby-sqlite3 ruby-pg");
    shop(database, "rails", "Rails (Active Record)", run(Map.of(), version), "ruby", "app.rb");
  }

  @Test
  void aShopOnSqlAlchemyGoesOnOnPostgres(Database database) throws Exception {
    String print = "import alembic, sqlalchemy as s; print(s.__version__, alembic.__version__)";
    assumeTrue(
        has(PYTHON, "-c", print + "; import psycopg2"),
        "no SQLAlchemy: apt-get install alembic python3-sqlalchemy python3-psycopg2");
    String version = run(Map.of(), PYTHON, "-c", print).strip().replace(" ", ", Alembic ");
    shop(database, "sqlalchemy", "SQLAlchemy", version, PYTHON, "-W", "ignore", "app.py");
  }

  private void pdns(String name, String... settings) throws IOException {
    Path config = Files.createDirectories(folder.resolve(name));
    Files.writeString(config.resolve("pdns.conf"), String.join("\n", settings) + "\n");
  }

  private String zones(String config) throws Exception {
    StringBuilder all = new StringBuilder();
    for (String zone : List.of("example.org", "xn--bcher-kva.example")) {
      all.append(run(Map.of(), "pdnsutil", "--config-dir=" + config, "list-zone", zone));
      all.append(run(Map.of(), "pdnsutil", "--config-dir=" + config, "show-zone", zone));
    }
    all.append(run(Map.of(), "pdnsutil", "--config-dir=" + config, "list-tsig-keys"));
    return all.toString();
  }

  @Test
  void aPowerDnsServerAnswersFromPostgresWithItsZonesAndKeys(Database database) throws Exception {
    Path there = Path.of("/usr/share/pdns-backend-pgsql/schema/schema.pgsql.sql");
    Path here = Path.of("/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql");
    assumeTrue(
        has("pdnsutil", "--version") && Files.exists(there) && Files.exists(here),
        "no PowerDNS: apt-get install pdns-server pdns-backend-sqlite3 pdns-backend-pgsql");
    Path file = folder.resolve("pdns.db");
    run(
        Map.of(),
        PYTHON,
        "-c",
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
            + " c.executescript(open(sys.argv[2]).read()); c.commit()",
        file.toString(),
        here.toString());
    pdns("lite", "launch=gsqlite3", "gsqlite3-database=" + file, "gsqlite3-dnssec=yes");
    pdns(
        "pg",
        "launch=gpgsql",
        "gpgsql-host=" + database.host(),
        "gpgsql-port=" + database.port(),
        "gpgsql-dbname=" + database.name(),
        "gpgsql-user=" + database.user(),
        "gpgsql-password=" + database.password(),
        "gpgsql-dnssec=yes");
    for (String[] command :
        new String[][] {
          {"create-zone", "example.org", "ns1.example.org"},
          {"add-record", "example.org", "www", "A", "3600", "192.0.2.1"},
          {"add-record", "example.org", "www", "AAAA", "2001:db8::1"},
          {"add-record", "example.org", "@", "TXT", "\"v=spf1 -all; \\\"quoted\\\"\""},
          {"add-record", "example.org", "old", "A", "192.0.2.9"},
          {"delete-rrset", "example.org", "old", "A"},
          {"secure-zone", "example.org"},
          {"set-meta", "example.org", "ALLOW-AXFR-FROM", "192.0.2.0/24"},
          {"create-zone", "xn--bcher-kva.example", "ns1.example.org"},
          {"generate-tsig-key", "transfer", "hmac-sha256"}
        }) {
      List<String> all = new ArrayList<>(List.of("pdnsutil", "--config-dir=lite"));
      all.addAll(List.of(command));
      run(Map.of(), all.toArray(String[]::new));
    }
    String before = zones("lite");
    assertThat(before).contains("192.0.2.1").contains("ID = 1");
    database.run(Files.readString(there));

    moved(file, database);

    assertThat(zones("pg").replaceAll("(?m)^.*gpgsql.*$", "")).isEqualTo(before);
    run(
        Map.of(),
        "pdnsutil",
        "--config-dir=pg",
        "add-record",
        "example.org",
        "new",
        "A",
        "192.0.2.7");
    assertThat(run(Map.of(), "pdnsutil", "--config-dir=pg", "list-zone", "example.org"))
        .contains("192.0.2.7");
    note(
        "PowerDNS",
        database.value("SELECT count(*) FROM records") + " records; 4.7 of Debian 12",
        "zones, DNSSEC keys, metadata and TSIG keys equal through pdnsutil; new records are made");
  }
}
