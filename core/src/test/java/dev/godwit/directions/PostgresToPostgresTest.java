package dev.godwit.directions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshDatabase.class)
class PostgresToPostgresTest {
  private static final String SOURCE =
      """
      CREATE SCHEMA a; CREATE SCHEMA b; SET search_path = a;
      CREATE TYPE mood AS ENUM ('sad', 'so so');
      CREATE DOMAIN percent AS int CHECK (VALUE BETWEEN 0 AND 100);
      CREATE TYPE point3 AS (x int, y int, how mood);
      CREATE TABLE person (
        id serial PRIMARY KEY, mail text UNIQUE COLLATE "C", m mood DEFAULT 'sad', p percent,
        at point3, moods mood[], born timestamptz(3), span interval, cash money,
        tags text[] DEFAULT '{}', doc jsonb, twice int GENERATED ALWAYS AS (p * 2) STORED,
        CONSTRAINT grown CHECK (length(mail) > 2));
      CREATE TABLE pet (
        id int GENERATED ALWAYS AS IDENTITY (START 100) PRIMARY KEY,
        owner int REFERENCES person ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
        weight numeric(6,3), photo bytea);
      CREATE INDEX tags_in ON person USING gin (tags);
      CREATE UNIQUE INDEX lower_mail ON person (lower(mail) text_pattern_ops) WHERE p > 5;
      INSERT INTO person (mail, m, p, at, moods, born, span, cash, tags, doc) VALUES
        ('a@b', 'so so', 50, '(1,2,sad)', '{sad,NULL}', '2026-01-01 12:00:00.123+02',
         '1 mon -3 days', '12.34', '{"x,y",NULL}', '{"k": [1.0, null]}'),
        ('long', NULL, NULL, NULL, NULL, 'infinity', NULL, NULL, NULL, NULL);
      INSERT INTO pet (owner, weight, photo) VALUES (1, 3.140, '\\xdeadbeef'), (NULL, NULL, NULL);
      SELECT nextval('person_id_seq');
      """;

  @Test
  void anotherSchemaBecomesTheSame(Database database) {
    database.run(SOURCE);
    Report report = Stored.move(database.url() + "?schema=a", database.url() + "?schema=b");
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    for (String table : List.of("person", "pet")) {
      assertThat(database.rows("SELECT t::text FROM b." + table + " t ORDER BY id"))
          .isEqualTo(database.rows("SELECT t::text FROM a." + table + " t ORDER BY id"));
    }
    assertThat(columns(database, "b")).isEqualTo(columns(database, "a"));
    assertThat(constraints(database, "b")).isEqualTo(constraints(database, "a"));
    assertThat(indexes(database, "b")).isEqualTo(indexes(database, "a"));
    database.run("INSERT INTO b.person (mail) VALUES ('next'); INSERT INTO b.pet DEFAULT VALUES");
    assertThat(database.value("SELECT id FROM b.person WHERE mail = 'next'")).isEqualTo("4");
    assertThat(database.value("SELECT max(id) FROM b.pet")).isEqualTo("102");
    assertThat(database.value("SELECT max(pg_typeof(m)::text) FROM b.person")).isEqualTo("b.mood");
  }

  private static List<String> columns(Database database, String schema) {
    return database.rows(
        "SELECT c.relname, a.attname, replace(format_type(a.atttypid, a.atttypmod), '"
            + schema
            + ".', ''), a.attnotnull, a.attgenerated, a.attcollation::regcollation"
            + " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relkind = 'r'"
            + " AND a.attnum > 0 AND c.relnamespace = '"
            + schema
            + "'::regnamespace ORDER BY 1, a.attnum");
  }

  private static List<String> constraints(Database database, String schema) {
    return database.rows(
        "SELECT conname, replace(pg_get_constraintdef(oid), '"
            + schema
            + ".', '') FROM pg_constraint WHERE contype <> 'n' AND conrelid <> 0"
            + " AND connamespace = '"
            + schema
            + "'::regnamespace ORDER BY 1");
  }

  private static List<String> indexes(Database database, String schema) {
    return database.rows(
        "SELECT indexname, replace(indexdef, '"
            + schema
            + ".', '') FROM pg_indexes WHERE schemaname = '"
            + schema
            + "' ORDER BY 1");
  }

  @Test
  void aDatabaseOfNobodysOwnTakesTheTypesOfItsExtensions(Database database) {
    database.run(
        "CREATE SCHEMA b; CREATE EXTENSION citext; CREATE TABLE t (a citext PRIMARY KEY);"
            + " INSERT INTO t VALUES ('Ab')");
    Report report = Stored.move(database.url(), database.url() + "?schema=b");
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(database.rows("SELECT a FROM b.t WHERE a = 'AB'::citext")).containsExactly("Ab");
  }
}
