package dev.godwit.plan.schema;

import dev.godwit.inspect.ColumnProfile;
import dev.godwit.inspect.Mark;
import dev.godwit.model.Affinity;
import dev.godwit.model.Index;
import dev.godwit.model.Kind;
import dev.godwit.model.ProblemKind;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.expression.Expressions;
import dev.godwit.plan.expression.Typed;
import java.util.ArrayList;
import java.util.List;

/** Makes the primary key, the unique constraints and the indexes of a table. */
public final class IndexMapping {
  /** A B-tree of PostgreSQL refuses entries over 2704 bytes, of which some are its own. */
  private static final long LARGEST_KEY = 2680;

  private static final String MERGED =
      " becomes a plain index: values of several storage classes may be equal in the target";

  /** Names in the target. The index of the primary key is among the indexes, for its name. */
  record Result(List<String> primaryKey, List<Index> indexes) {}

  private final NameScope relations;
  private final NameStyle style;
  private final MappingNotes notes;

  IndexMapping(NameScope relations, NameStyle style, MappingNotes notes) {
    this.relations = relations;
    this.style = style;
    this.notes = notes;
  }

  Result of(TableDraft draft) {
    List<Index> result = new ArrayList<>();
    List<String> key = primaryKey(draft, result);
    for (int i = 0; i < draft.source.indexes().size(); i++) {
      Index index = draft.source.indexes().get(i);
      collations(draft, index);
      long longest = draft.profile == null ? 0 : draft.profile.longestKeys().get(i);
      switch (index.origin()) {
        case PRIMARY_KEY -> folded(draft, index, longest, result);
        case UNIQUE -> {
          unique(draft, index, longest, result);
          folded(draft, index, longest, result);
        }
        case CREATED -> created(draft, index, longest, result);
      }
    }
    return new Result(key, result);
  }

  /** Names orders of its own, but for NOCASE, which there is an expression for. */
  private void collations(TableDraft draft, Index index) {
    for (Index.Part part : index.parts()) {
      TableDraft.Part column = part.column() == null ? null : draft.part(part.column());
      boolean text = column == null || column.isText();
      boolean lost =
          part.collation() != null
              && text
              && !("NOCASE".equalsIgnoreCase(part.collation()) && column != null);
      if (lost) {
        String what = part.column() == null ? part.expression() : part.column();
        String of =
            index.origin() == Index.Origin.CREATED
                ? "the index " + index.name()
                : index.origin() == Index.Origin.UNIQUE ? "UNIQUE" : "the primary key";
        String message =
            of
                + " compares "
                + what
                + " exactly: the collation "
                + part.collation()
                + " has no match"
                + (index.unique() ? ", and more rows are unique" : "");
        notes.warn(draft.source.name(), part.column(), ProblemKind.COLLATION, message, null);
      }
    }
  }

  private List<String> primaryKey(TableDraft draft, List<Index> result) {
    List<String> columns = draft.source.primaryKey();
    if (columns.isEmpty()) {
      return List.of();
    }
    long longest = draft.profile == null ? 0 : draft.profile.longestPrimaryKey();
    String list = String.join(", ", columns);
    if (tooLong(longest) || !indexable(draft, columns)) {
      left(draft, "PRIMARY KEY (" + list + ")", longest);
      return List.of();
    } else if (merges(draft, columns)) {
      indexed(draft, "PRIMARY KEY", columns, result);
      return List.of();
    }
    boolean nulls = columns.stream().anyMatch(c -> draft.part(c).profile.count(Mark.NULL) > 0);
    Index.Origin origin = nulls ? Index.Origin.UNIQUE : Index.Origin.PRIMARY_KEY;
    List<String> names = draft.names(columns);
    if (nulls) {
      String message = "PRIMARY KEY (" + list + ") becomes UNIQUE: there are NULLs in it";
      notes.warn(draft.source.name(), null, ProblemKind.WIDENED, message, null);
    }
    String given =
        draft.source.indexes().stream()
            .filter(i -> i.origin() == Index.Origin.PRIMARY_KEY && i.constraint() != null)
            .map(Index::constraint)
            .findFirst()
            .orElse(null);
    String name =
        given == null
            ? relations.take(draft.name, "", nulls ? "key" : "pkey")
            : relations.take(style.apply(given));
    result.add(new Index(name, plain(names), true, null, origin, false, null));
    return nulls ? List.of() : names;
  }

  private void unique(TableDraft draft, Index index, long longest, List<Index> result) {
    List<String> columns = index.columns();
    if (columns.isEmpty() || tooLong(longest) || !indexable(draft, columns)) {
      left(draft, "UNIQUE (" + String.join(", ", columns) + ")", longest);
      return;
    } else if (merges(draft, columns)) {
      indexed(draft, "UNIQUE", columns, result);
      return;
    }
    List<String> names = draft.names(columns);
    String name =
        index.constraint() == null
            ? relations.take(draft.name, String.join("_", names), "key")
            : relations.take(style.apply(index.constraint()));
    result.add(new Index(name, plain(names), true, null, Index.Origin.UNIQUE, false, null));
  }

  /** A constraint that ignored case stays one that does, beside the plain one. */
  private void folded(TableDraft draft, Index index, long longest, List<Index> result) {
    List<Index.Part> parts = index.parts().stream().map(p -> part(draft, p)).toList();
    boolean folds =
        parts.stream().anyMatch(p -> p != null && p.column() == null)
            && !merges(draft, index.columns());
    if (folds && !parts.contains(null) && !tooLong(longest)) {
      String columns = String.join("_", draft.names(index.columns()));
      String name = relations.take(draft.name, columns, "nocase_key");
      result.add(new Index(name, parts, true, null, Index.Origin.CREATED, false, null));
    }
  }

  private void created(TableDraft draft, Index index, long longest, List<Index> result) {
    List<Index.Part> parts = parts(draft, index, longest);
    if (parts.isEmpty()) {
      return;
    }
    Expressions.Translation where = new Expressions.Translation("", Typed.Form.BOOLEAN, null);
    if (index.where() != null || isPartial(index)) {
      where = Expressions.condition(index.where(), draft::operand);
    }
    boolean hash = tooLong(longest) && parts.size() == 1 && !index.unique();
    if (!where.found() || (tooLong(longest) && !hash)) {
      left(draft, "the index " + index.name() + " " + index.definition(), longest);
      return;
    }
    if (hash) {
      parts =
          List.of(new Index.Part(parts.get(0).column(), parts.get(0).expression(), false, null));
      String message = "the index " + index.name() + " becomes a hash index: a key has " + longest;
      notes.warn(draft.source.name(), null, ProblemKind.INDEX, message + " bytes", null);
    }
    boolean merges = index.unique() && merges(draft, index.columns());
    if (merges) {
      notes.warn(
          draft.source.name(), null, ProblemKind.INDEX, "the index " + index.name() + MERGED, null);
    }
    result.add(
        new Index(
            relations.take(style.apply(index.name())),
            parts,
            index.unique() && !merges,
            where.sql().isEmpty() ? null : where.sql(),
            Index.Origin.CREATED,
            false,
            null,
            hash ? "hash" : null,
            null));
  }

  /** Whether the statement has a predicate, even one that could not be read out of it. */
  private static boolean isPartial(Index index) {
    return index.definition() != null && index.definition().matches("(?is).*\\)\\s*WHERE\\s.*");
  }

  /** All parts in the target, or none, and a warning, where one has no match. */
  private List<Index.Part> parts(TableDraft draft, Index index, long longest) {
    List<Index.Part> parts = new ArrayList<>();
    for (Index.Part part : index.parts()) {
      Index.Part mapped = part(draft, part);
      if (mapped == null) {
        String what = part.column() == null ? part.expression() : part.column();
        left(draft, "the index " + index.name() + " on " + what, longest);
        return List.of();
      }
      parts.add(mapped);
    }
    return parts;
  }

  /** The part in the target, or null where there is none that does the same. */
  private static Index.Part part(TableDraft draft, Index.Part part) {
    if (part.column() == null) {
      Expressions.Translation found = Expressions.value(part.expression(), draft::operand);
      return found.found() ? new Index.Part(null, found.sql(), part.descending(), null) : null;
    }
    TableDraft.Part column = draft.part(part.column());
    if (column == null || !hasOrder(column)) {
      return null;
    }
    if ("NOCASE".equalsIgnoreCase(part.collation()) && column.isText()) {
      String folded = "lower(" + Expressions.quote(column.name) + " COLLATE \"C\")";
      return new Index.Part(null, folded, part.descending(), null);
    }
    return new Index.Part(column.name, null, part.descending(), null);
  }

  /** Whether values that SQLite tells apart by their storage class are the same in the target. */
  private static boolean merges(TableDraft draft, List<String> columns) {
    return columns.stream().map(draft::part).anyMatch(p -> p != null && merges(p));
  }

  private static boolean merges(TableDraft.Part part) {
    ColumnProfile profile = part.profile;
    boolean numbers = profile.count(Mark.INTEGER) + profile.count(Mark.REAL) > 0;
    boolean texts = profile.count(Mark.TEXT) > 0;
    // Elsewhere a text that could be a number has become one.
    boolean alike = profile.declared().affinity() == Affinity.NONE && numbers && texts;
    boolean blobs = profile.count(Mark.BLOB) > 0 && (numbers || texts);
    return (part.isText() || part.type.kind() == Kind.BYTES) && (alike || blobs);
  }

  /** What finds rows as fast as the key did, and does not refuse those that have become equal. */
  private void indexed(TableDraft draft, String what, List<String> columns, List<Index> result) {
    List<String> names = draft.names(columns);
    String name = relations.take(draft.name, String.join("_", names), "idx");
    result.add(new Index(name, plain(names), false, null, Index.Origin.CREATED, false, null));
    String list = what + " (" + String.join(", ", columns) + ")";
    notes.warn(draft.source.name(), null, ProblemKind.INDEX, list + MERGED, null);
  }

  private static boolean indexable(TableDraft draft, List<String> columns) {
    return columns.stream().allMatch(c -> draft.part(c) != null && hasOrder(draft.part(c)));
  }

  private static boolean hasOrder(TableDraft.Part column) {
    return column.type.kind() != Kind.JSON;
  }

  private static boolean tooLong(long longest) {
    return longest > LARGEST_KEY;
  }

  private static List<Index.Part> plain(List<String> columns) {
    return columns.stream().map(c -> new Index.Part(c, null, false, null)).toList();
  }

  private void left(TableDraft draft, String what, long longest) {
    String why =
        tooLong(longest)
            ? "a key has " + longest + " bytes, and PostgreSQL's indexes hold 2704"
            : "PostgreSQL has nothing that does the same";
    notes.warn(draft.source.name(), null, ProblemKind.INDEX, what + " left out: " + why, null);
  }
}
