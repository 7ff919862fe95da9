package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is done where an application is recognised, and what is not. */
@ExtendWith(FreshDatabase.class)
class RecipeTest {
  private static final String HISTORY =
      "CREATE TABLE django_migrations (id integer PRIMARY KEY, app varchar(255), name varchar(255))";

  @TempDir Path folder;

  private Path django(String... more) {
    List<String> statements =
        new ArrayList<>(
            List.of(
                HISTORY,
                "INSERT INTO django_migrations VALUES (1, 'shop', '0001_initial')",
                "CREATE TABLE django_content_type (id integer PRIMARY KEY, app_label text, model text)",
                "INSERT INTO django_content_type VALUES (1, 'shop', 'item'), (2, 'auth', 'user')",
                "CREATE TABLE django_site (id integer PRIMARY KEY, domain text)",
                "INSERT INTO django_site VALUES (1, 'shop.example'), (2, 'two.example')",
                "CREATE TABLE shop_item (id integer PRIMARY KEY, lasts bigint, type_id integer)",
                "INSERT INTO shop_item VALUES (1, 90000000, 2)",
                "CREATE TABLE plugin_extra (id integer PRIMARY KEY)",
                "INSERT INTO plugin_extra VALUES (7)"));
    statements.addAll(List.of(more));
    return SqliteFiles.create(folder.resolve("db.sqlite3"), statements.toArray(String[]::new));
  }

  private static void application(Database database) {
    database.run(
        HISTORY
            + "; INSERT INTO django_migrations VALUES (9, 'shop', '0001_initial');"
            + "CREATE TABLE django_content_type (id int PRIMARY KEY, app_label text, model text,"
            + " UNIQUE (app_label, model));"
            + "INSERT INTO django_content_type VALUES (1, 'auth', 'user'), (2, 'shop', 'item');"
            + "CREATE TABLE django_site (id int PRIMARY KEY, domain text UNIQUE);"
            + "INSERT INTO django_site VALUES (1, 'example.com');"
            + "CREATE TABLE plugin_extra (id int PRIMARY KEY);"
            + "CREATE TABLE shop_item (id int PRIMARY KEY, lasts interval,"
            + " type_id int REFERENCES django_content_type)");
  }

  static Cli.Result run(String verb, Path file, Database database, String... more) {
    List<String> all = new ArrayList<>(List.of(verb, "--from", file.toString()));
    all.addAll(List.of("--to", database.url()));
    all.addAll(List.of(more));
    return Cli.run(all.toArray(String[]::new));
  }

  @Test
  void anApplicationsOwnTablesAreFilledByItsRecipeWithoutARule(Database database) {
    application(database);
    Path file = django();
    Cli.Result moved = run("migrate", file, database);
    assertThat(moved.code()).as(moved.err()).isEqualTo(0);
    assertThat(moved.out())
        .contains("Django made the target's tables: its recipe is used, tried with the application")
        .contains("converted shop_item.lasts")
        .contains("settings.py");
    assertThat(
            database.value(
                "SELECT lasts, model FROM shop_item JOIN django_content_type c ON c.id = type_id"))
        .isEqualTo("00:01:30|user");
    assertThat(database.value("SELECT string_agg(domain, ' ' ORDER BY id) FROM django_site"))
        .isEqualTo("shop.example two.example");
    assertThat(database.value("SELECT id, (SELECT id FROM plugin_extra) FROM django_migrations"))
        .isEqualTo("9|7");
    Cli.Result same = run("verify", file, database);
    assertThat(same.code()).as(same.out() + same.err()).isEqualTo(0);
  }

  @Test
  void aPlanSaysOnOneScreenWhatTheApplicationIsAndWhatWillBeDoneAboutIt(Database database) {
    application(database);
    assertThat(run("plan", django(), database).out())
        .contains("what        Django")
        .contains("recipe      used, tried with the application")
        .contains("django_migrations: 1, up to shop.0001_initial in the source, 1, up to")
        .contains("seed rows   django_site: 1 row of the target is overwritten")
        .contains("converted   shop_item.lasts")
        .contains("afterwards  Django: in settings.py");
  }

  @Test
  void profileNoneLeavesTheRecipeAside(Database database) {
    application(database);
    Cli.Result moved = run("migrate", django(), database, "--profile", "none");
    assertThat(moved.code()).isEqualTo(3);
    assertThat(moved.err()).contains("django_site").contains("--force");
    assertThat(database.value("SELECT domain FROM django_site")).isEqualTo("example.com");
  }

  @Test
  void intoAnEmptyTargetARecipeOnlySpeaksAndEverythingMoves(Database database) {
    Path file = django();
    Cli.Result moved = run("migrate", file, database);
    assertThat(moved.code()).as(moved.err()).isEqualTo(0);
    assertThat(moved.out()).contains("its recipe is not used").contains("manage.py migrate");
    assertThat(database.value("SELECT lasts FROM shop_item")).isEqualTo("90000000");
    assertThat(database.value("SELECT count(*) FROM django_migrations")).isEqualTo("1");
    Cli.Result again = run("migrate", file, database, "--mode", "differential");
    assertThat(again.code()).as(again.err()).isEqualTo(0);
  }

  @Test
  void aRuleOfTheUsersStandsAboveTheRecipe(Database database) throws IOException {
    application(database);
    Path rules = folder.resolve("r.yml");
    Files.writeString(rules, "tables: {django_site: {onConflict: skip}}");
    Cli.Result moved = run("migrate", django(), database, "--rules", rules.toString());
    assertThat(moved.code()).as(moved.err()).isEqualTo(0);
    assertThat(database.value("SELECT domain FROM django_site WHERE id = 1"))
        .isEqualTo("example.com");
  }

  @Test
  void anotherVersionOnEitherSideIsRefusedWithItsCommand(Database database) {
    application(database);
    database.run("INSERT INTO django_migrations VALUES (10, 'shop', '0002_later')");
    Cli.Result moved = run("migrate", django(), database);
    assertThat(moved.code()).isEqualTo(3);
    assertThat(moved.err()).contains("shop.0002_later").contains("manage.py migrate");
    assertThat(database.value("SELECT count(*) FROM shop_item")).isEqualTo("0");
  }

  @Test
  void twoApplicationsInOneFileAreBothNamedAndNeitherRecipeIsUsed(Database database) {
    Path file =
        django(
            "CREATE TABLE alembic_version (version_num varchar(32))",
            "INSERT INTO alembic_version VALUES ('ab12')");
    application(database);
    database.run(
        "CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('ab12')");
    Cli.Result moved = run("plan", file, database, "--json");
    assertThat(moved.code()).isEqualTo(3);
    assertThat(moved.out())
        .contains("the source has tables of Django; its recipe is not used")
        .contains("the source has tables of Alembic; its recipe is not used")
        .contains("--profile django uses it");
  }

  @Test
  void whereTheApplicationRunsAlreadyNothingIsWrittenAndWhatIsThereIsNamed(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("d.db"),
            "CREATE TABLE directus_users (id text PRIMARY KEY, email text)",
            "CREATE TABLE directus_collections (collection text PRIMARY KEY)",
            "CREATE TABLE directus_migrations (version text PRIMARY KEY)",
            "INSERT INTO directus_users VALUES ('a', 'ann@example.org')",
            "CREATE TABLE books (id integer PRIMARY KEY, title text)",
            "INSERT INTO books VALUES (1, 'Emma')");
    database.run(
        "CREATE TABLE directus_users (id text PRIMARY KEY, email text);"
            + "CREATE TABLE directus_collections (collection text PRIMARY KEY);"
            + "CREATE TABLE directus_migrations (version text PRIMARY KEY);"
            + "INSERT INTO directus_users VALUES ('x', 'admin'), ('y', 'bob')");
    Cli.Result refused = run("migrate", file, database);
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("Directus runs there already: 2 rows");
    database.run("DELETE FROM directus_users WHERE id = 'y'");
    Cli.Result moved = run("migrate", file, database);
    assertThat(moved.code()).as(moved.err()).isEqualTo(0);
    assertThat(database.value("SELECT title, (SELECT email FROM directus_users) FROM books"))
        .isEqualTo("Emma|ann@example.org");
  }

  @Test
  void aUsersCollectionsAreMadeWithTheTypesThatTheApplicationSaysTheyHave(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("d.db"),
            "CREATE TABLE directus_users (id char(36) PRIMARY KEY, email text)",
            "CREATE TABLE directus_collections (collection text PRIMARY KEY)",
            "CREATE TABLE directus_migrations (version text PRIMARY KEY)",
            "CREATE TABLE directus_fields (id integer PRIMARY KEY, collection text, field text, special text)",
            "INSERT INTO directus_fields VALUES (1, 'books', 'seen', 'date-created,cast-timestamp')",
            "CREATE TABLE books (id integer PRIMARY KEY AUTOINCREMENT, seen datetime, made datetime,"
                + " born date, data json, owner char(36) REFERENCES directus_users (id))",
            "INSERT INTO directus_users VALUES ('00000000-0000-4000-8000-000000000001', 'a')",
            "INSERT INTO books VALUES (1, -14182940000, 1711848600000, -1856908800000, '{\"b\":1,\"a\":2}',"
                + " '00000000-0000-4000-8000-000000000001')");
    database.run(
        "CREATE TABLE directus_users (id uuid PRIMARY KEY, email text);"
            + "CREATE TABLE directus_collections (collection text PRIMARY KEY);"
            + "CREATE TABLE directus_migrations (version text PRIMARY KEY);"
            + "CREATE TABLE directus_fields (id serial PRIMARY KEY, collection text, field text,"
            + " special text)");
    Cli.Result moved = run("migrate", file, database);
    assertThat(moved.code()).as(moved.err()).isEqualTo(0);
    assertThat(run("verify", file, database).code()).isEqualTo(0);
    database.run("INSERT INTO books (made) VALUES (NULL)");
    assertThat(
            database.value(
                "SELECT seen AT TIME ZONE 'UTC', made, born, data, owner, (SELECT max(id) FROM books)"
                    + " FROM books WHERE id = 1"))
        .isEqualTo(
            "1969-07-20 20:17:40|2024-03-31 01:30:00|1911-02-28|{\"b\":1,\"a\":2}|"
                + "00000000-0000-4000-8000-000000000001|2");
  }

  @Test
  void sequencesThatOnlyTheRecipeKnowsGoOnAboveTheRowsAndBackWithARollback(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("s.db"),
            "CREATE TABLE applied_schema_deltas (version integer, file text)",
            "INSERT INTO applied_schema_deltas VALUES (72, 'a.sql')",
            "CREATE TABLE receipts_linearized (stream_id bigint, room_id text)",
            "INSERT INTO receipts_linearized VALUES (77, 'r')",
            "CREATE TABLE state_groups (id integer PRIMARY KEY, room_id text)",
            "INSERT INTO state_groups VALUES (41, 'r')");
    database.run(
        "CREATE TABLE applied_schema_deltas (version int, file text);"
            + "INSERT INTO applied_schema_deltas VALUES (72, 'b.sql');"
            + "CREATE TABLE receipts_linearized (stream_id bigint, room_id text);"
            + "CREATE TABLE state_groups (id bigint PRIMARY KEY, room_id text);"
            + "CREATE SEQUENCE receipts_sequence; SELECT setval('receipts_sequence', 5)");
    String last = "SELECT last_value, is_called FROM receipts_sequence";
    Cli.Result moved = run("migrate", file, database);
    assertThat(moved.code()).as(moved.err()).isEqualTo(0);
    assertThat(database.value(last)).isEqualTo("78|f");
    assertThat(run("verify", file, database).code()).isEqualTo(0);
    String id = database.value("SELECT migration_id FROM godwit.runs");
    Cli.Result back = Cli.run("rollback", "--to", database.url(), "--migration-id", id);
    assertThat(back.code()).as(back.err()).isEqualTo(0);
    assertThat(database.value("SELECT nextval('receipts_sequence')")).isEqualTo("6");
    assertThat(run("migrate", file, database).code()).isEqualTo(0);
    database.run("SELECT setval('receipts_sequence', 76)");
    Cli.Result behind = run("verify", file, database);
    assertThat(behind.code()).as(behind.everything()).isEqualTo(3);
    assertThat(behind.everything()).contains("receipts_sequence\" gives 77 next");
  }

  @Test
  void whatARecipeLeavesOutIsLeftOutOnlyWhereTheApplicationMadeItsTables(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("r.db"),
            "CREATE TABLE system (name varchar(64) PRIMARY KEY, value text)",
            "INSERT INTO system VALUES ('roundcube-version', '2022081200')",
            "CREATE TABLE identities (user_id integer, email varchar(128))",
            "CREATE TABLE contactgroupmembers (contactgroup_id integer, contact_id integer)",
            "CREATE TABLE cache (user_id integer, v text)",
            "INSERT INTO cache VALUES (1, 'x')");
    Cli.Result moved = run("migrate", file, database, "--profile", "roundcube");
    assertThat(moved.code()).as(moved.err()).isEqualTo(0);
    assertThat(database.value("SELECT v FROM cache")).isEqualTo("x");
    database.run("DELETE FROM cache");
    assertThat(run("verify", file, database, "--profile", "roundcube").code()).isEqualTo(3);
    database.run("DROP SCHEMA godwit CASCADE");
    Cli.Result own = run("migrate", file, database);
    assertThat(own.code()).as(own.err()).isEqualTo(0);
    assertThat(own.out()).contains("left out cache");
    assertThat(database.value("SELECT count(*) FROM cache")).isEqualTo("0");
  }

  @Test
  void whatMustHoldAfterwardsIsAskedBeforeAnythingIsKept(Database database) {
    application(database);
    database.run(
        "CREATE TABLE django_admin_log (id int, content_type_id int);"
            + "INSERT INTO django_admin_log VALUES (1, 77)");
    Cli.Result moved = run("migrate", django(), database);
    assertThat(moved.code()).isNotEqualTo(0);
    assertThat(moved.err()).contains("names a content type that is not there");
    assertThat(database.value("SELECT count(*) FROM shop_item")).isEqualTo("0");
  }

  @Test
  void rowsThatNameOthersByATypeBesideTheirKeyAreNeverLedAstray(Database database)
      throws IOException {
    Path file =
        django(
            "CREATE TABLE auth_group (id integer PRIMARY KEY, name text)",
            "INSERT INTO auth_group VALUES (1, 'staff'), (2, 'guests')",
            "INSERT INTO django_content_type VALUES (3, 'auth', 'group')",
            "CREATE TABLE note (id integer PRIMARY KEY, object_id text,"
                + " content_type_id integer REFERENCES django_content_type)",
            "INSERT INTO note VALUES (1, '1', 3), (2, '1', 2), (3, '2', 3)");
    application(database);
    database.run(
        "CREATE TABLE auth_group (id int PRIMARY KEY, name text UNIQUE);"
            + "INSERT INTO auth_group VALUES (1, 'guests');"
            + "CREATE TABLE note (id int PRIMARY KEY, object_id text,"
            + " content_type_id int REFERENCES django_content_type)");
    Path rules = folder.resolve("r.yml");
    Files.writeString(rules, "tables: {auth_group: {onConflict: skip, by: [name]}}");
    Cli.Result refused = run("migrate", file, database, "--rules", rules.toString());
    assertThat(refused.code()).as(refused.everything()).isEqualTo(3);
    assertThat(refused.err())
        .contains("note")
        .contains("1 of its rows, by content_type_id, may name rows of auth_group");
    Files.writeString(rules, "tables: {auth_group: {onConflict: replace}}");
    assertThat(run("migrate", file, database, "--rules", rules.toString()).code()).isEqualTo(0);
  }

  /** What a person at a terminal is asked, and answers; and the code it ends with. */
  private static String asked(Path file, Database database, String answer, String... more) {
    StringWriter err = new StringWriter();
    PrintWriter out = new PrintWriter(new StringWriter());
    Surroundings terminal =
        new Surroundings(
            out,
            new PrintWriter(err),
            true,
            100,
            Map.of(),
            OutputStream.nullOutputStream(),
            InputStream.nullInputStream(),
            Path.of("/dev/null"),
            new BufferedReader(new StringReader(answer)));
    List<String> all = new ArrayList<>(List.of("migrate", "--from", file.toString()));
    all.addAll(List.of("--to", database.url()));
    all.addAll(List.of(more));
    int code = Main.run(terminal, all.toArray(String[]::new));
    return code + (err.toString().contains("[y/N]") ? " asked" : "");
  }

  @Test
  void atATerminalAPersonIsAskedBeforeAnApplicationsRowsGoIntoTablesThatGodwitMakes(
      Database database) {
    Path file = django();
    String there = "SELECT to_regclass('shop_item') IS NOT NULL";
    assertThat(asked(file, database, "n\n")).isEqualTo("3 asked");
    assertThat(asked(file, database, "")).isEqualTo("3 asked");
    assertThat(database.value(there)).isEqualTo("f");
    assertThat(asked(file, database, "n\n", "--quiet")).isEqualTo("0");
    assertThat(database.value(there)).isEqualTo("t");
    database.run("DROP SCHEMA public CASCADE; DROP SCHEMA godwit CASCADE; CREATE SCHEMA public");
    assertThat(asked(file, database, "n\n", "--yes")).isEqualTo("0");
    database.run("DROP SCHEMA public CASCADE; DROP SCHEMA godwit CASCADE; CREATE SCHEMA public");
    assertThat(asked(file, database, "y\n")).isEqualTo("0 asked");
  }

  @Test
  void aRecipeThatDoesNotFitIsRefusedAndOneThatDoesIsUsedWhereItIsAskedFor(Database database) {
    Path file = django();
    Cli.Result other = run("plan", file, database, "--profile", "gitea");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("the source has not the tables that Gitea is known by");
    application(database);
    Cli.Result asked = run("migrate", file, database, "--profile", "django", "--rehearse");
    assertThat(asked.code()).as(asked.err()).isEqualTo(0);
    assertThat(asked.out()).contains("Django: its recipe is used, as asked for");
  }

  @Test
  void theRecipesAreListedAndEachIsToldAsItsFileHasIt() {
    Cli.Result all = Cli.run("profiles");
    assertThat(all.code()).isEqualTo(0);
    assertThat(all.out()).contains("django").contains("by documentation only");
    assertThat(Cli.run("profiles", "django").out()).contains("prepare: manage.py migrate");
    Cli.Result none = Cli.run("profiles", "djago");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("django");
  }
}
