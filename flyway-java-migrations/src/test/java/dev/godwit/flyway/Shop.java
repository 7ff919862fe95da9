package dev.godwit.flyway;

import dev.godwit.report.Report;
import dev.godwit.testing.Database;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The small shop, its SQLite file, and Flyway set up to import it. */
final class Shop {
  static final String V1 = "classpath:shop";

  private Shop() {}

  /** Three customers, two orders, all of them sound. */
  static Path file(Path folder) {
    return SqliteFiles.create(
        folder.resolve("shop.db"),
        "CREATE TABLE customers (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, joined TEXT)",
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, qty, note TEXT)",
        "INSERT INTO customers VALUES (1, 'Ada', '2024-01-31T12:00:00Z'), (2, 'Bram', NULL),"
            + " (7, 'Cy', '2024-02-01 08:30:00')",
        "INSERT INTO orders VALUES (1, 1, 5, '{\"gift\": true}'), (2, 7, 1, NULL)");
  }

  /** The plug-in at version 2, above the shop's V1. */
  static Map<String, String> options(Path file) {
    Map<String, String> options = new HashMap<>();
    options.put("flyway.locations", V1);
    options.put("flyway.godwit.version", "2");
    options.put("flyway.godwit.source", file.toString());
    return options;
  }

  static FluentConfiguration configure(Database database) {
    return Flyway.configure().dataSource(database.jdbcUrl(), database.user(), database.password());
  }

  static Flyway flyway(Database database, Map<String, String> options) {
    return configure(database).configuration(options).load();
  }

  /** Options, and one more or another. */
  static Map<String, String> with(Map<String, String> options, String name, String value) {
    Map<String, String> result = new HashMap<>(options);
    result.put(name, value);
    return result;
  }

  static List<String> history(Database database) {
    return database.rows(
        "SELECT version, description, type, success FROM flyway_schema_history ORDER BY 1");
  }

  /** Hears the reports of the imports that a configuration runs. */
  static List<Report> reports(FluentConfiguration configuration) {
    List<Report> reports = new ArrayList<>();
    configuration
        .getPluginRegister()
        .getExact(GodwitExtension.class)
        .listen(
            new ImportListener() {
              @Override
              public void finished(Report report) {
                reports.add(report);
              }
            });
    return reports;
  }
}
