package db.migration;

import dev.godwit.flyway.SqliteImport;

public class V2__import_sqlite extends SqliteImport {}
