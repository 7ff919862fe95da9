package dev.godwit.inspect;

import java.util.Locale;
import java.util.Map;

/** The tables in which migration tools note what they did, by name. */
public final class HistoryTables {
  private static final Map<String, String> TOOLS =
      Map.ofEntries(
          Map.entry("_prisma_migrations", "Prisma"),
          Map.entry("__diesel_schema_migrations", "Diesel"),
          Map.entry("alembic_version", "Alembic"),
          Map.entry("schema_migrations", "Rails, dbmate, golang-migrate or the like"),
          Map.entry("ar_internal_metadata", "Rails"),
          Map.entry("django_migrations", "Django"),
          Map.entry("__drizzle_migrations", "Drizzle"),
          Map.entry("flyway_schema_history", "Flyway"),
          Map.entry("schema_version", "Flyway before version 5"),
          Map.entry("databasechangelog", "Liquibase"),
          Map.entry("databasechangeloglock", "Liquibase"),
          Map.entry("knex_migrations", "Knex"),
          Map.entry("knex_migrations_lock", "Knex"),
          Map.entry("sequelizemeta", "Sequelize"),
          Map.entry("typeorm_metadata", "TypeORM"),
          Map.entry("goose_db_version", "goose"),
          Map.entry("_sqlx_migrations", "sqlx"),
          Map.entry("seaql_migrations", "SeaORM"),
          Map.entry("refinery_schema_history", "Refinery"),
          Map.entry("__efmigrationshistory", "Entity Framework"),
          Map.entry("phinxlog", "Phinx"),
          Map.entry("doctrine_migration_versions", "Doctrine"),
          Map.entry("south_migrationhistory", "South"));

  private HistoryTables() {}

  /** The tool that keeps its history in a table of this name, or null. */
  public static String tool(String table) {
    return TOOLS.get(table.toLowerCase(Locale.ROOT));
  }
}
