package dev.godwit.plan;

import java.util.Locale;
import java.util.Set;

/** Tables in which other migration tools keep their books. */
public final class HistoryTables {
  private static final Set<String> NAMES =
      Set.of(
          "_prisma_migrations",
          "__diesel_schema_migrations",
          "alembic_version",
          "schema_migrations",
          "django_migrations",
          "__drizzle_migrations",
          "flyway_schema_history",
          "databasechangelog",
          "databasechangeloglock",
          "knex_migrations",
          "knex_migrations_lock",
          "sequelizemeta",
          "goose_db_version",
          "gorp_migrations",
          "__efmigrationshistory",
          "_sqlx_migrations",
          "ar_internal_metadata",
          "android_metadata",
          "grdb_migrations",
          "doctrine_migration_versions",
          "phinxlog");

  private HistoryTables() {}

  public static boolean isOne(String table) {
    return NAMES.contains(table.toLowerCase(Locale.ROOT));
  }
}
