package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

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
