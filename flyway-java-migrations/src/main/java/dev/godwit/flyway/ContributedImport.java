package dev.godwit.flyway;

import org.flywaydb.core.api.MigrationVersion;

/** The import at a version that the configuration names, not the class. */
final class ContributedImport extends SqliteImport {
  private final MigrationVersion version;

  ContributedImport(MigrationVersion version) {
    this.version = version;
  }

  /** The base class would look for a version in this class's name. */
  @Override
  protected void init() {
    // Nothing to look for.
  }

  @Override
  public MigrationVersion getVersion() {
    return version;
  }

  @Override
  public String getDescription() {
    return "import sqlite";
  }
}
