package dev.godwit.plan.schema;

import dev.godwit.inspect.TableProfile;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Index;
import dev.godwit.model.Kind;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.ColumnTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes foreign keys: types that match on both sides, and targets that are unique. */
public final class ForeignKeyMapping {
  // A chain of keys settles in one pass where parents come first, as they mostly do.
  private static final int PASSES = 5;

  private final Map<String, TableDraft> drafts;
  private final MappingNotes notes;

  ForeignKeyMapping(Map<String, TableDraft> drafts, MappingNotes notes) {
    this.drafts = drafts;
    this.notes = notes;
  }

  /** Gives the columns of a key the types of those they refer to, where they fit. */
  void alignTypes() {
    List<Table> sorted =
        dev.godwit.model.Catalog.sorted(drafts.values().stream().map(d -> d.source).toList());
    for (int pass = 0; pass < PASSES; pass++) {
      for (Table table : sorted) {
        TableDraft draft = drafts.get(table.name());
        for (ForeignKey key : table.foreignKeys()) {
          TableDraft target = drafts.get(key.targetTable());
          if (target != null && key.columns().size() == key.targetColumns().size()) {
            align(draft, key, target);
          }
        }
      }
    }
  }

  private static void align(TableDraft draft, ForeignKey key, TableDraft target) {
    for (int i = 0; i < key.columns().size(); i++) {
      TableDraft.Part child = draft.part(key.columns().get(i));
      TableDraft.Part parent = target.part(key.targetColumns().get(i));
      boolean free =
          child != null && parent != null && child.source.identity() == Column.Identity.NONE;
      if (free && !match(child.type, parent.type) && ColumnTypes.fits(child.profile, parent.type)) {
        child.type = parent.isText() ? ColumnTypes.TEXT : parent.type;
        child.reason = "the type of " + target.source.name() + "." + parent.source.name();
      }
    }
  }

  private static boolean match(ColumnType left, ColumnType right) {
    return left.kind() == right.kind() || (isText(left) && isText(right));
  }

  private static boolean isText(ColumnType type) {
    return type.kind() == Kind.TEXT || type.kind() == Kind.VARCHAR;
  }

  /** The keys of a mapped table. The others are needed for what is unique in them. */
  List<ForeignKey> of(Table table, List<Table> all) {
    TableDraft draft =
        drafts.values().stream().filter(d -> d.name.equals(table.name())).findFirst().orElseThrow();
    NameScope names = NameScope.relations();
    table.checks().stream().map(c -> c.name()).filter(n -> n != null).forEach(names::take);
    table.indexes().forEach(index -> names.take(index.name()));
    List<ForeignKey> result = new ArrayList<>();
    for (int i = 0; i < draft.source.foreignKeys().size(); i++) {
      ForeignKey key = draft.source.foreignKeys().get(i);
      String why = obstacle(draft, table, key, all);
      if (why == null) {
        result.add(mapped(draft, i, names));
      } else {
        String columns = "(" + String.join(", ", key.columns()) + ")";
        String message =
            "FOREIGN KEY " + columns + " REFERENCES " + key.targetTable() + " left out: " + why;
        notes.warn(draft.source.name(), null, ProblemKind.FOREIGN_KEY, message, null);
      }
    }
    return result;
  }

  private ForeignKey mapped(TableDraft draft, int i, NameScope names) {
    ForeignKey key = draft.source.foreignKeys().get(i);
    TableDraft target = drafts.get(key.targetTable());
    long orphans = orphans(draft.profile, i);
    List<String> columns = draft.names(key.columns());
    if (orphans != 0) {
      String rows = orphans < 0 ? "its rows were not checked" : orphans + " orphans";
      String list = String.join(", ", key.columns());
      String message =
          "FOREIGN KEY (" + list + ") REFERENCES " + target.name + " is NOT VALID: " + rows;
      notes.warn(
          draft.source.name(),
          null,
          ProblemKind.ORPHAN,
          message,
          "mend the rows, then VALIDATE it");
    }
    String name =
        key.name() == null
            ? names.take(draft.name, String.join("_", columns), "fkey")
            : names.take(key.name());
    return new ForeignKey(
        name,
        columns,
        target.name,
        target.names(key.targetColumns()),
        key.onDelete(),
        key.onUpdate(),
        key.deferrable(),
        key.initiallyDeferred(),
        orphans == 0,
        ForeignKey.Finer.NONE);
  }

  private static long orphans(TableProfile profile, int i) {
    return profile == null ? 0 : profile.orphans().get(i);
  }

  /** Why PostgreSQL cannot have this key, or null. */
  private String obstacle(TableDraft draft, Table table, ForeignKey key, List<Table> all) {
    TableDraft target = drafts.get(key.targetTable());
    if (target == null) {
      return "there is no such table";
    } else if (key.columns().size() != key.targetColumns().size()
        || key.columns().stream().anyMatch(c -> draft.part(c) == null)
        || key.targetColumns().stream().anyMatch(c -> target.part(c) == null)) {
      return "its columns are not those of " + key.targetTable();
    }
    for (int i = 0; i < key.columns().size(); i++) {
      ColumnType from = draft.part(key.columns().get(i)).type;
      ColumnType to = target.part(key.targetColumns().get(i)).type;
      if (!match(from, to)) {
        return from.name() + " cannot refer to " + to.name();
      }
    }
    Set<String> wanted = new HashSet<>(target.names(key.targetColumns()));
    Table found = all.stream().filter(t -> t.name().equals(target.name)).findFirst().orElseThrow();
    if (wanted.size() < key.columns().size() || !isUnique(found, wanted)) {
      return "its target is not unique";
    }
    return changes(key) && usesGenerated(draft, table, key)
        ? "a generated column cannot be changed by it"
        : null;
  }

  private static boolean isUnique(Table table, Set<String> columns) {
    return table.indexes().stream()
        .filter(index -> index.unique() && index.where() == null)
        .map(Index::columns)
        .anyMatch(c -> c.size() == columns.size() && columns.containsAll(c));
  }

  private static boolean changes(ForeignKey key) {
    return !(keeps(key.onDelete()) || "CASCADE".equals(key.onDelete())) || !keeps(key.onUpdate());
  }

  private static boolean keeps(String action) {
    return "NO ACTION".equals(action) || "RESTRICT".equals(action);
  }

  private static boolean usesGenerated(TableDraft draft, Table table, ForeignKey key) {
    return draft.names(key.columns()).stream()
        .anyMatch(c -> table.column(c).map(Column::isGenerated).orElse(false));
  }
}
