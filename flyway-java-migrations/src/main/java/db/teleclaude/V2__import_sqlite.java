package db.teleclaude;

import dev.godwit.flyway.SqliteImport;

/** Moves TeleClaude's two SQLite files into the tables of {@code V1__schema.sql} beside it. */
public final class V2__import_sqlite extends SqliteImport {
  @Override
  protected String rules() {
    return "classpath:db/teleclaude/rules.yml";
  }
}
