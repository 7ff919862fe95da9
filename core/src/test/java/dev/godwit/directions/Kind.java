package dev.godwit.directions;

/** The kinds of stores that the manual's table is about. */
enum Kind {
  SQLITE("SQLite"),
  POSTGRESQL("PostgreSQL"),
  JSON("JSON"),
  CSV("CSV");

  private final String shown;

  Kind(String shown) {
    this.shown = shown;
  }

  @Override
  public String toString() {
    return shown;
  }
}
