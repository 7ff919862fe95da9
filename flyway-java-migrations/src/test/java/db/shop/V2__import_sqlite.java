package db.shop;

import dev.godwit.flyway.SqliteImport;

/** The class door, as people write it. */
public class V2__import_sqlite extends SqliteImport {}
