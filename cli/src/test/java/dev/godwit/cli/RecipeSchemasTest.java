package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recipes of applications that cannot be started here, tried with a few tables of theirs as each
 * engine has them: columns, seeds and sequences as their own schema files make them.
 */
@ExtendWith(FreshDatabase.class)
class RecipeSchemasTest {
  @TempDir Path folder;

  /** Moves what an application has into what it made there, by one command without a rule. */
  private void moved(String recipe, Database database, String target, String... source) {
    Path file = SqliteFiles.create(folder.resolve("a.db"), source);
    database.run(target);
    Cli.Result moved = Cli.run("migrate", "--from", file.toString(), "--to", database.url());
    assertThat(moved.code()).as(moved.everything()).isZero();
    assertThat(moved.out())
        .contains(recipe + " made the target's tables: its recipe is used, tried with its schemas");
    Cli.Result same = Cli.run("verify", "--from", file.toString(), "--to", database.url());
    assertThat(same.code()).as(same.everything()).isZero();
  }

  @Test
  void roundcubesContactsGoOnWithItsSequencesAndWithoutItsCaches(Database database) {
    moved(
        "Roundcube",
        database,
        """
        CREATE SEQUENCE users_seq; CREATE SEQUENCE contacts_seq; CREATE SEQUENCE identities_seq;
        CREATE TABLE users (user_id int PRIMARY KEY DEFAULT nextval('users_seq'::text),
          username varchar(128) NOT NULL, created timestamptz NOT NULL DEFAULT now(),
          last_login timestamptz, preferences text);
        CREATE TABLE identities (identity_id int PRIMARY KEY DEFAULT nextval('identities_seq'::text),
          user_id int NOT NULL REFERENCES users ON DELETE CASCADE, changed timestamptz NOT NULL,
          del smallint NOT NULL DEFAULT 0, email varchar(128) NOT NULL, "reply-to" varchar(128));
        CREATE TABLE contacts (contact_id int PRIMARY KEY DEFAULT nextval('contacts_seq'::text),
          user_id int NOT NULL REFERENCES users, changed timestamptz NOT NULL, del smallint, name varchar(128));
        CREATE TABLE contactgroupmembers (contactgroup_id int, contact_id int REFERENCES contacts,
          created timestamptz, PRIMARY KEY (contactgroup_id, contact_id));
        CREATE TABLE "cache" (user_id int NOT NULL REFERENCES users, cache_key varchar(128), data text);
        CREATE TABLE "session" (sess_id varchar(128) PRIMARY KEY, expires_at timestamptz, vars text);
        CREATE TABLE "system" (name varchar(64) PRIMARY KEY, value text);
        INSERT INTO "system" VALUES ('roundcube-version', '2022081200')""",
        "CREATE TABLE users (user_id integer NOT NULL PRIMARY KEY, username varchar(128) NOT NULL,"
            + " created datetime NOT NULL default '0000-00-00 00:00:00', last_login datetime, preferences text)",
        "INSERT INTO users VALUES (3, 'ann', '2024-01-02 03:04:05', NULL, 'a:0:{}')",
        "CREATE TABLE identities (identity_id integer NOT NULL PRIMARY KEY, user_id integer NOT NULL,"
            + " changed datetime NOT NULL, del tinyint NOT NULL default '0', email varchar(128) NOT NULL, \"reply-to\" varchar(128))",
        "INSERT INTO identities VALUES (1, 3, '2024-01-02 03:04:05', 0, 'ann@example.org', '')",
        "CREATE TABLE contacts (contact_id integer NOT NULL PRIMARY KEY, user_id integer NOT NULL,"
            + " changed datetime NOT NULL default '0000-00-00 00:00:00', del tinyint NOT NULL, name varchar(128))",
        "INSERT INTO contacts VALUES (9, 3, '0000-00-00 00:00:00', 0, 'Bob')",
        "CREATE TABLE contactgroupmembers (contactgroup_id integer NOT NULL, contact_id integer NOT NULL,"
            + " created datetime NOT NULL, PRIMARY KEY (contactgroup_id, contact_id))",
        "CREATE TABLE cache (user_id integer NOT NULL, cache_key varchar(128), created datetime, data text)",
        "INSERT INTO cache VALUES (3, 'x', '0000-00-00 00:00:00', 'y')",
        "CREATE TABLE session (sess_id varchar(128) PRIMARY KEY, changed datetime, vars text)",
        "INSERT INTO session VALUES ('s', '0000-00-00 00:00:00', '')",
        "CREATE TABLE system (name varchar(64) PRIMARY KEY, value text NOT NULL)",
        "INSERT INTO system VALUES ('roundcube-version', '2022081200')");
    assertThat(
            database.value(
                "SELECT changed AT TIME ZONE 'UTC', nextval('contacts_seq'), nextval('users_seq'),"
                    + " (SELECT count(*) FROM \"cache\") FROM contacts"))
        .isEqualTo("1970-01-01 00:00:00|10|4|0");
  }

  @Test
  void vaultwardensKeysStayToTheByte(Database database) {
    moved(
        "Vaultwarden",
        database,
        """
        CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY, run_on timestamp);
        INSERT INTO __diesel_schema_migrations VALUES ('20190912100000', now());
        CREATE TABLE users (uuid char(36) PRIMARY KEY, created_at timestamp NOT NULL, email varchar(255) UNIQUE,
          password_hash bytea NOT NULL, akey text NOT NULL, enabled boolean NOT NULL DEFAULT true);
        CREATE TABLE users_organizations (uuid char(36) PRIMARY KEY, user_uuid char(36) NOT NULL REFERENCES users,
          access_all boolean NOT NULL);
        CREATE TABLE ciphers (uuid char(36) PRIMARY KEY, user_uuid char(36) REFERENCES users,
          updated_at timestamp NOT NULL, data text NOT NULL, deleted_at timestamp)""",
        "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP)",
        "INSERT INTO __diesel_schema_migrations VALUES ('20180114171611', '2024-01-01 00:00:00')",
        "CREATE TABLE users (uuid TEXT NOT NULL PRIMARY KEY, created_at DATETIME NOT NULL, email TEXT UNIQUE,"
            + " password_hash BLOB NOT NULL, akey TEXT NOT NULL, enabled BOOLEAN NOT NULL DEFAULT 1)",
        "INSERT INTO users VALUES ('0f1c2f4e-9a0b-4c59-8f37-0d1a2b3c4d5e', '2024-01-02 03:04:05.123456789',"
            + " 'a@b', x'00ff10', '2.k', 1)",
        "CREATE TABLE users_organizations (uuid TEXT PRIMARY KEY, user_uuid TEXT NOT NULL, access_all BOOLEAN NOT NULL)",
        "CREATE TABLE ciphers (uuid TEXT PRIMARY KEY, user_uuid TEXT, updated_at DATETIME NOT NULL,"
            + " data TEXT NOT NULL, deleted_at DATETIME)",
        "INSERT INTO ciphers VALUES ('1f1c2f4e-9a0b-4c59-8f37-0d1a2b3c4d5e', '0f1c2f4e-9a0b-4c59-8f37-0d1a2b3c4d5e',"
            + " '2024-01-02 03:04:05', '{}', NULL)");
    assertThat(
            database.value(
                "SELECT encode(password_hash, 'hex'), enabled, created_at FROM users JOIN ciphers c ON c.user_uuid = users.uuid"))
        .isEqualTo("00ff10|t|2024-01-02 03:04:05.123456");
  }

  @Test
  void n8nsWorkflowsReplaceWhatItsFirstStartMade(Database database) {
    moved(
        "n8n",
        database,
        """
        CREATE TABLE migrations (id serial PRIMARY KEY, "timestamp" bigint NOT NULL, name varchar NOT NULL);
        INSERT INTO migrations ("timestamp", name) VALUES (1587669153312, 'InitialMigration1587669153312');
        CREATE TABLE role (slug varchar(128) PRIMARY KEY, "displayName" text);
        INSERT INTO role VALUES ('global:owner', 'Owner');
        CREATE TABLE "user" (id uuid PRIMARY KEY, email varchar(255) UNIQUE, "createdAt" timestamp(3) with time zone NOT NULL,
          settings json, disabled boolean NOT NULL, "roleSlug" varchar(128) NOT NULL REFERENCES role);
        INSERT INTO "user" VALUES ('5f1c2f4e-9a0b-4c59-8f37-0d1a2b3c4d5e', NULL, now(), NULL, false, 'global:owner');
        CREATE TABLE settings (key varchar(255) PRIMARY KEY, value text NOT NULL, "loadOnStartup" boolean NOT NULL);
        INSERT INTO settings VALUES ('userManagement.isInstanceOwnerSetUp', 'false', true);
        CREATE TABLE workflow_entity (id varchar(36) PRIMARY KEY, name varchar(128) NOT NULL, active boolean NOT NULL,
          nodes json NOT NULL, connections json NOT NULL, "createdAt" timestamp(3) with time zone NOT NULL,
          "versionId" character(36) NOT NULL, "triggerCount" int NOT NULL);
        CREATE TABLE credentials_entity (id varchar(36) PRIMARY KEY, name varchar(128) NOT NULL, data text NOT NULL)""",
        "CREATE TABLE migrations (id integer PRIMARY KEY AUTOINCREMENT NOT NULL, timestamp bigint NOT NULL, name varchar NOT NULL)",
        "INSERT INTO migrations VALUES (1, 1588102412422, 'InitialMigration1588102412422')",
        "CREATE TABLE role (slug varchar(128) PRIMARY KEY NOT NULL, displayName text)",
        "INSERT INTO role VALUES ('global:owner', 'Owner'), ('global:member', 'Member')",
        "CREATE TABLE user (id varchar PRIMARY KEY, email varchar(255) UNIQUE, createdAt datetime(3) NOT NULL,"
            + " settings text, disabled boolean NOT NULL, roleSlug varchar(128) NOT NULL)",
        "INSERT INTO user VALUES ('0f1c2f4e-9a0b-4c59-8f37-0d1a2b3c4d5e', 'ann@example.org', '2024-01-02 03:04:05.678',"
            + " '{\"userActivated\": true}', 0, 'global:owner')",
        "CREATE TABLE settings (key text PRIMARY KEY NOT NULL, value text NOT NULL, loadOnStartup boolean NOT NULL)",
        "INSERT INTO settings VALUES ('userManagement.isInstanceOwnerSetUp', 'true', 1)",
        "CREATE TABLE workflow_entity (id varchar(36) PRIMARY KEY, name varchar(128) NOT NULL, active boolean NOT NULL,"
            + " nodes text NOT NULL, connections text NOT NULL, createdAt datetime(3) NOT NULL,"
            + " versionId varchar(36), triggerCount integer NOT NULL)",
        "INSERT INTO workflow_entity VALUES ('k3j', 'Nightly', 1, '[{\"x\": 1e2}]', '{}', '2024-01-02 03:04:05.678',"
            + " '3f1c2f4e-9a0b-4c59-8f37-0d1a2b3c4d5e', 1)",
        "CREATE TABLE credentials_entity (id varchar(36) PRIMARY KEY, name varchar(128) NOT NULL, data text NOT NULL)");
    assertThat(
            database.value(
                "SELECT email, value, nodes, count(*) OVER (), (SELECT count(*) FROM role)"
                    + " FROM \"user\", settings, workflow_entity"))
        .isEqualTo("ann@example.org|true|[{\"x\": 1e2}]|1|2");
  }

  @Test
  void grafanasDashboardsReplaceWhatItsFirstStartMade(Database database) {
    moved(
        "Grafana",
        database,
        """
        CREATE TABLE migration_log (id serial PRIMARY KEY, migration_id varchar(255), success boolean, "timestamp" timestamp);
        INSERT INTO migration_log (migration_id, success) VALUES ('create user table', true);
        CREATE TABLE "user" (id bigserial PRIMARY KEY, login varchar(190) UNIQUE, is_admin boolean NOT NULL, created timestamp NOT NULL);
        INSERT INTO "user" (login, is_admin, created) VALUES ('admin', true, now());
        CREATE TABLE org (id bigserial PRIMARY KEY, name varchar(190) UNIQUE, created timestamp NOT NULL);
        INSERT INTO org (name, created) VALUES ('Main Org.', now());
        CREATE TABLE org_user (id bigserial PRIMARY KEY, org_id bigint, user_id bigint, role varchar(20));
        INSERT INTO org_user (org_id, user_id, role) VALUES (1, 1, 'Admin');
        CREATE TABLE dashboard (id bigserial PRIMARY KEY, uid varchar(40), data text, has_acl boolean, updated timestamp);
        CREATE TABLE data_source (id bigserial PRIMARY KEY, org_id bigint, json_data text, created timestamp);
        CREATE TABLE data_keys (name varchar(100) PRIMARY KEY, active boolean, encrypted_data bytea, created timestamp);
        INSERT INTO data_keys VALUES ('its', true, '\\\\x01', now());
        CREATE TABLE server_lock (id bigserial PRIMARY KEY, operation_uid varchar(100), version bigint)""",
        "CREATE TABLE migration_log (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, migration_id TEXT, success INTEGER, timestamp DATETIME)",
        "INSERT INTO migration_log VALUES (1, 'create user table', 1, '2024-01-02T03:04:05Z')",
        "CREATE TABLE user (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, login TEXT, is_admin INTEGER NOT NULL, created DATETIME NOT NULL)",
        "INSERT INTO user VALUES (1, 'admin', 1, '2024-01-02 03:04:05'), (2, 'ann', 0, '2024-01-02 03:04:05.123+00:00')",
        "CREATE TABLE org (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT, created DATETIME NOT NULL)",
        "INSERT INTO org VALUES (1, 'Ours', '2024-01-02 03:04:05')",
        "CREATE TABLE org_user (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, org_id INTEGER, user_id INTEGER, role TEXT)",
        "INSERT INTO org_user VALUES (1, 1, 1, 'Admin'), (2, 1, 2, 'Viewer')",
        "CREATE TABLE dashboard (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, uid TEXT, data TEXT, has_acl INTEGER, updated DATETIME)",
        "INSERT INTO dashboard VALUES (7, 'abc', '{}', 0, '2024-01-02 03:04:05')",
        "CREATE TABLE data_source (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, org_id INTEGER, json_data TEXT, created DATETIME)",
        "CREATE TABLE data_keys (name TEXT PRIMARY KEY, active INTEGER, encrypted_data BLOB, created DATETIME)",
        "INSERT INTO data_keys VALUES ('ours', 1, x'02', '2024-01-02 03:04:05')",
        "CREATE TABLE server_lock (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, operation_uid TEXT, version INTEGER)",
        "INSERT INTO server_lock VALUES (1, 'cleanup', 5)");
    assertThat(
            database.value(
                "SELECT string_agg(login, ' ' ORDER BY id), max(created), (SELECT name FROM data_keys),"
                    + " nextval('dashboard_id_seq'), (SELECT count(*) FROM server_lock) FROM \"user\""))
        .isEqualTo("admin ann|2024-01-02 03:04:05.123|ours|8|0");
  }

  @Test
  void synapsesRowsComeWithoutTheIndexesThatEachEngineHasOfItsOwn(Database database) {
    moved(
        "Matrix Synapse",
        database,
        """
        CREATE TABLE applied_schema_deltas (version int, file text);
        INSERT INTO applied_schema_deltas VALUES (72, '72/01.sql.postgres');
        CREATE TABLE schema_version (lock char(1) UNIQUE, version int, upgraded bool);
        INSERT INTO schema_version VALUES ('X', 72, true);
        CREATE TABLE users (name text UNIQUE, admin smallint NOT NULL, shadow_banned boolean);
        CREATE TABLE events (stream_ordering bigint UNIQUE, event_id text UNIQUE, outlier bool NOT NULL, content text);
        CREATE TABLE state_groups (id bigint PRIMARY KEY, room_id text NOT NULL);
        CREATE TABLE receipts_linearized (stream_id bigint NOT NULL, room_id text NOT NULL);
        CREATE TABLE device_inbox (user_id text, stream_id bigint NOT NULL);
        CREATE TABLE device_federation_outbox (destination text, stream_id bigint NOT NULL);
        CREATE TABLE event_search (event_id text, room_id text, sender text, key text, vector tsvector);
        CREATE TABLE user_directory_search (user_id text, vector tsvector);
        CREATE TABLE user_directory_stream_pos (lock char(1) UNIQUE, stream_id bigint);
        INSERT INTO user_directory_stream_pos VALUES ('X', 1);
        CREATE SEQUENCE state_group_id_seq; CREATE SEQUENCE events_stream_seq; CREATE SEQUENCE device_inbox_sequence;
        CREATE SEQUENCE receipts_sequence""",
        "CREATE TABLE applied_schema_deltas (version INTEGER, file TEXT)",
        "INSERT INTO applied_schema_deltas VALUES (72, '72/01.sql.sqlite')",
        "CREATE TABLE schema_version (Lock CHAR(1) NOT NULL DEFAULT 'X' UNIQUE, version INTEGER NOT NULL, upgraded BOOL NOT NULL)",
        "INSERT INTO schema_version VALUES ('X', 72, 1)",
        "CREATE TABLE users (name TEXT, admin SMALLINT DEFAULT 0 NOT NULL, shadow_banned BOOLEAN, UNIQUE(name))",
        "INSERT INTO users VALUES ('@ann:example.org', 1, 0)",
        "CREATE TABLE events (stream_ordering INTEGER PRIMARY KEY, event_id TEXT, outlier BOOL NOT NULL, content TEXT)",
        "INSERT INTO events VALUES (-4, '$b', 0, NULL), (31, '$a', 0, '{}')",
        "CREATE TABLE state_groups (id INTEGER PRIMARY KEY, room_id TEXT NOT NULL)",
        "INSERT INTO state_groups VALUES (5, '!r')",
        "CREATE TABLE receipts_linearized (stream_id BIGINT NOT NULL, room_id TEXT NOT NULL)",
        "INSERT INTO receipts_linearized VALUES (77, '!r')",
        "CREATE TABLE device_inbox (user_id TEXT, stream_id BIGINT NOT NULL)",
        "INSERT INTO device_inbox VALUES ('@ann:example.org', 8)",
        "CREATE TABLE device_federation_outbox (destination TEXT, stream_id BIGINT NOT NULL)",
        "INSERT INTO device_federation_outbox VALUES ('elsewhere.org', 12)",
        "CREATE VIRTUAL TABLE event_search USING fts4 (event_id, room_id, sender, key, value)",
        "INSERT INTO event_search VALUES ('$a', '!r', '@ann:example.org', 'content.body', 'hello')",
        "CREATE VIRTUAL TABLE user_directory_search USING fts4 (user_id, value)",
        "CREATE TABLE user_directory_stream_pos (Lock CHAR(1) NOT NULL DEFAULT 'X' UNIQUE, stream_id BIGINT)",
        "INSERT INTO user_directory_stream_pos VALUES ('X', 31)");
    assertThat(
            database.value(
                "SELECT nextval('events_stream_seq'), nextval('device_inbox_sequence'), nextval('state_group_id_seq'),"
                    + " nextval('receipts_sequence'), stream_id, (SELECT count(*) FROM event_search)"
                    + " FROM user_directory_stream_pos"))
        .isEqualTo("32|13|6|78|31|0");
  }
}
