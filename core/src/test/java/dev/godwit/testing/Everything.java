package dev.godwit.testing;

import java.util.ArrayList;
import java.util.List;

/** All that a database holds but Godwit's own tables, as lines to compare. */
public final class Everything {
  private static final String OTHERS = " !~ '^(pg_.*|information_schema|godwit)$'";

  private Everything() {}

  /** Schemas, rows, keys, indexes, triggers and the next value of each sequence. */
  public static List<String> of(Database database) {
    List<String> all =
        new ArrayList<>(
            database.rows(
                "SELECT nspname FROM pg_namespace WHERE nspname" + OTHERS + " ORDER BY 1"));
    for (String table :
        database.rows(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname"
                + OTHERS
                + " ORDER BY 1")) {
      all.add(table);
      database
          .rows("SELECT t::text FROM " + table + " t ORDER BY 1")
          .forEach(row -> all.add(table + " " + row));
    }
    all.addAll(
        database.rows(
            "SELECT indexdef, obj_description(format('%I.%I', schemaname, indexname)::regclass)"
                + " FROM pg_indexes WHERE schemaname"
                + OTHERS
                + " ORDER BY 1"));
    all.addAll(
        database.rows(
            "SELECT conrelid::regclass, conname, pg_get_constraintdef(k.oid), convalidated"
                + " FROM pg_constraint k JOIN pg_namespace n ON n.oid = connamespace"
                + " WHERE nspname"
                + OTHERS
                + " ORDER BY 1, 2"));
    for (String sequence :
        database.rows(
            "SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences ORDER BY 1")) {
      all.add(
          sequence
              + " "
              + database.value(
                  "SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM " + sequence));
    }
    all.addAll(
        database.rows(
            "SELECT tgrelid::regclass, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal"
                + " ORDER BY 1, 2"));
    return all;
  }
}
