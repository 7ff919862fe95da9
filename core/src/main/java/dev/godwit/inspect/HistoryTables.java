package dev.godwit.inspect;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables in which migration tools note what they did, by name. */
public final class HistoryTables {
  /**
   * A tool. {@code entry} are the columns, in lower case, that tell one version from another, none
   * where the table only helps the tool; {@code command} brings a database up to date.
   */
  public record Tool(String name, List<String> entry, String command) {}

  private static final Map<String, Tool> TOOLS =
      Map.ofEntries(
          tool("_prisma_migrations", "Prisma", "prisma migrate deploy", "migration_name"),
          tool("__diesel_schema_migrations", "Diesel", "diesel migration run", "version"),
          tool("alembic_version", "Alembic", "alembic upgrade head", "version_num"),
          tool(
              "schema_migrations",
              "Rails, dbmate, golang-migrate or the like",
              "rails db:migrate, dbmate up or the like",
              "version"),
          tool("ar_internal_metadata", "Rails", "rails db:migrate"),
          tool("django_migrations", "Django", "manage.py migrate", "app", "name"),
          tool("__drizzle_migrations", "Drizzle", "drizzle-kit migrate", "hash"),
          tool("flyway_schema_history", "Flyway", "flyway migrate", "version", "script"),
          tool("schema_version", "Flyway before version 5", "flyway migrate", "version", "script"),
          tool("databasechangelog", "Liquibase", "liquibase update", "id", "author", "filename"),
          tool("databasechangeloglock", "Liquibase", "liquibase update"),
          tool("knex_migrations", "Knex", "knex migrate:latest", "name"),
          tool("knex_migrations_lock", "Knex", "knex migrate:latest"),
          tool("sequelizemeta", "Sequelize", "sequelize db:migrate", "name"),
          tool("typeorm_metadata", "TypeORM", "typeorm migration:run"),
          tool("goose_db_version", "goose", "goose up", "version_id"),
          tool("_sqlx_migrations", "sqlx", "sqlx migrate run", "version"),
          tool("seaql_migrations", "SeaORM", "sea-orm-cli migrate up", "version"),
          tool("refinery_schema_history", "Refinery", "refinery migrate", "version", "name"),
          tool(
              "__efmigrationshistory",
              "Entity Framework",
              "dotnet ef database update",
              "migrationid"),
          tool("phinxlog", "Phinx", "phinx migrate", "version"),
          tool("doctrine_migration_versions", "Doctrine", "doctrine:migrations:migrate", "version"),
          tool("south_migrationhistory", "South", "manage.py migrate", "app_name", "migration"));

  /** Names that anybody may use: only their columns tell. */
  private static final Map<String, List<Tool>> BY_COLUMNS =
      Map.of(
          "migrations",
          List.of(
              new Tool("TypeORM", List.of("timestamp", "name"), "typeorm migration:run"),
              new Tool("Laravel", List.of("migration", "batch"), "php artisan migrate")));

  private HistoryTables() {}

  private static Map.Entry<String, Tool> tool(
      String table, String name, String command, String... entry) {
    return Map.entry(table, new Tool(name, List.of(entry), command));
  }

  /** The tools that may keep their history in a table of this name, if it has their columns. */
  public static List<Tool> tools(String table) {
    Tool known = tool(table);
    return known == null
        ? BY_COLUMNS.getOrDefault(table.toLowerCase(Locale.ROOT), List.of())
        : List.of(known);
  }

  /** The tool that keeps its history in a table of this name, or null. */
  public static Tool tool(String table) {
    return TOOLS.get(table.toLowerCase(Locale.ROOT));
  }
}
