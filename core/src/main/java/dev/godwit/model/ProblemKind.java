package dev.godwit.model;

/**
 * What kind of thing a {@link Problem} is about: what that means, and the ways out. The word that
 * reports have for it is its {@link #toString}.
 */
public enum ProblemKind {
  // What stands between a source's rows and a target.
  MISFIT(
      "A value that its column cannot hold exactly.",
      "the rule that the message names, onMisfit: quarantine, null or text"),
  ORPHAN(
      "A row refers to one that is not there.",
      "mend the source; onMisfit: quarantine or null. A key that Godwit makes is added NOT VALID",
      "foreign keys that rows already break: added NOT VALID"),
  DUPLICATE("Two rows have the same unique key.", "mend the source; onMisfit: quarantine"),
  CHECK(
      "A row breaks a CHECK, or a CHECK is not carried.",
      "mend the source, or the CHECK",
      "CHECKs left out or not valid for rows that are there"),
  EXCLUDED("Two rows exclude each other.", "mend the source; onMisfit: quarantine"),
  PARTITION("The target has no partition for a row.", "make the partition; onMisfit: quarantine"),
  REFUSED("The target does not take a row, and says why.", "mend the row, or what refuses it"),
  NULLED("A value became NULL, because a rule says so.", "another rule than onMisfit: null"),
  UNENFORCED(
      "A key or CHECK is left out, or holds for new rows only: rows break it.",
      "mend the source; onMisfit: quarantine",
      "keys left out because of rows in each other's way"),
  ENCODING("A name or a definition is not in the store's encoding.", "mend it in the source"),
  NAME("A name that no table can have.", "rename it in the source"),
  DUPLICATE_KEY("A member stands twice in one JSON object.", "take one of them out of the file"),
  LARGE_OBJECT("A column holds oids of large objects.", "make it bytea in the source, or skip it"),

  // What a target holds already, and what became of it.
  OCCUPIED(
      "The target's table holds rows.",
      "onConflict: skip, update or replace; --force; --mode differential"),
  CONFLICT(
      "The target's row is not as in the source, or as the last run left it.",
      "the rules onConflict and conflicts say who wins"),
  MERGED(
      "Rows of the target stay as they are, or are written over, by a rule.",
      null,
      "tables whose rows in the target stay or are overwritten, by a rule"),
  REPLACED(
      "The target's table is emptied first, by a rule.",
      null,
      "tables of the target emptied first, by a rule"),
  EMPTIED(
      "A table is emptied that hangs on one of the run's.",
      null,
      "tables of the target emptied first"),
  KEPT(
      "Rows of the target stay other than the source's.",
      "--mode differential, or the rule conflicts: source"),
  WATERMARK(
      "Rows changed though the watermark did not move; a run that compares finds them.",
      "set the column on each write, or name another by the rule watermark"),
  BASE(
      "What the last run left of a table's rows is not known.",
      "a run with --verify digest notes it, where the rule base is on"),
  SINCE("Older changes were not looked at, as asked for.", "run without --since"),
  DIFFERENT("Both sides do not hold the same.", "see the rows that the report names"),
  CHANGED("A table is not as the run left it.", "roll later runs back first, or --force"),
  LATER("Another tool's later version may need these rows.", "undo that version first, or --force"),
  RECIPE("An application was recognised.", "--profile none: without its recipe"),
  VERSIONS(
      "The application has another version on either side.",
      "bring the older side up to date, or --ignore-versions"),

  // What a plan finds in catalogs and rules.
  MISSING("The target lacks a table or column.", "make it, or a rule: skip, rename"),
  AMBIGUOUS("Two names of the source mean the same one of the target.", "the rules rename, skip"),
  UNKNOWN("A name that no table has.", "the name that the message offers"),
  SOURCE("The source has what a plan cannot take.", "the way that the message names"),
  RULE("A rule that its column cannot use.", "take it out, or name another column"),
  DISTRIBUTION(
      "Citus cannot hold the table like that.", "the rule distribute, as the message says"),
  OWNERSHIP("The target has no column for the owner.", "the rule ownership"),
  COMPUTED("The target computes what the source holds.", "leave the column out, or drop GENERATED"),
  SCHEMA("The target's schema is not what a start-up expects.", "the way that the message names"),
  TAKEN("A name that is to be made is there already.", "rename or drop what has it"),
  RIGHT("The user lacks a right.", "the GRANT that the message names"),
  POLICY("Row level security may hide or refuse rows.", "connect as the owner, or with BYPASSRLS"),
  REFERRED(
      "A table cannot be emptied: another refers to it.",
      "--force=cascade, or plan that table too"),
  LOCKS("One transaction needs more locks than the server has.", "max_locks_per_transaction"),
  ROOM("There is too little room on a disk.", "make room there"),
  TOO_MANY_COLUMNS("A table has more columns than the target can.", "skip columns, or split it"),
  ROW_TOO_WIDE("A row may be too wide for the target's page.", "skip columns, or split the table"),

  // What a made schema has otherwise.
  WIDENED(
      "A column or key is wider than declared: its rows need that.",
      null,
      "columns or keys wider than declared, because of what they hold"),
  MIXED(
      "Storage classes of a column become one.", null, "columns whose storage classes become one"),
  MADE("A table that only the source has is made beside others, by a rule.", null),
  OFFERED("What a column holds has a type of its own: a rule makes it that.", "the rule type"),
  INFERRED("A type was found from what a column holds.", "the rule type"),
  RENAMED("A name was changed: the target cannot have it.", "the rule rename", "names changed"),
  FOREIGN_KEY("A foreign key is left out or changed.", null, "foreign keys left out or changed"),
  INDEX("A key or an index is left out or changed.", null, "keys or indexes left out or changed"),
  DEFAULT("A default is left out or changed.", null, "defaults left out"),
  GENERATED("A computed column is changed.", null, "generated columns changed"),
  COLLATION(
      "A collation does not decide any more what is equal.",
      null,
      "collations that no longer decide what is equal"),
  TYPE("A type is not carried.", null),
  COLUMN("A column is not as in the source.", null),
  KEY("The target lacks a key of the source.", null),
  TABLE("A table is not as in the source.", null),
  COMMENT("A comment is not carried.", null),
  SECURITY("Rights or policies are not carried.", "GRANT them in the target"),
  SEQUENCE("A sequence belongs to no column, or needs a look.", "the statement that is named"),
  SEARCH(
      "A search index has to be made anew.",
      "the statement that is named",
      "search indexes to make anew"),
  PORT(
      "A view or trigger has to be written anew.",
      "schema prints the source's",
      "views and triggers to write anew"),
  HISTORY(
      "A history: another tool's, or one that Godwit may not keep.",
      "see the message",
      "history tables of other tools, moved like any other"),
  LEFT_BEHIND("A detail of the source is not carried.", null),
  LEFT_OUT("A table or column is left out.", null, "tables or columns left out"),
  EXTRA("Only the target has it.", null, "columns of the target that the source does not fill"),

  // What checks say, and what was not checked.
  INTEGRITY("A remark of the source's own check.", null, "remarks of the source's own check"),
  DAMAGED("The source is damaged.", "a backup of it, or --salvage"),
  SALVAGED("Part of a damaged source was lost.", "a backup of the file may hold it"),
  UNCHECKED(
      "Nobody can try this beforehand: the load decides.",
      null,
      "keys that only the load can judge"),
  SAMPLE("Only some rows were compared.", "without --sample, all are"),
  READ_SPEED("How fast stores are read was measured, or could not be.", "--no-read-speed"),
  DONE("There was nothing to do.", null),
  COMMIT("A commit's answer was lost; the history says that the run was kept.", null),
  UNANSWERED(
      "A commit's answer was lost, and nobody knows what was kept.",
      "godwit history --to the target, before you run again"),
  FAILED("The run failed, and was not kept.", "see the message");

  private final String means;
  private final String ways;
  private final String risk;

  ProblemKind(String means, String ways) {
    this(means, ways, null);
  }

  ProblemKind(String means, String ways, String risk) {
    this.means = means;
    this.ways = ways;
    this.risk = risk;
  }

  /** Whether it stands against a row, so that others may have it as well. */
  public boolean isOfARow() {
    return switch (this) {
      case MISFIT, ORPHAN, DUPLICATE, CHECK, EXCLUDED, PARTITION, REFUSED -> true;
      default -> false;
    };
  }

  /** What it means, in a sentence. */
  public String means() {
    return means;
  }

  /** What can be done about it; null where nothing has to be. */
  public String ways() {
    return ways;
  }

  /** What warnings of the kind are, several of them, where a plan counts them; null where not. */
  public String risk() {
    return risk;
  }

  /** The word of reports: {@code duplicateKey}. */
  @Override
  public String toString() {
    if (this == READ_SPEED) {
      return "read-speed";
    }
    StringBuilder word = new StringBuilder();
    for (char c : name().toCharArray()) {
      boolean first = word.length() > 0 && word.charAt(word.length() - 1) == '_';
      if (first) {
        word.setLength(word.length() - 1);
      }
      word.append(first ? c : Character.toLowerCase(c));
    }
    return word.toString();
  }
}
