package dev.godwit.copy;

import dev.godwit.model.Affinity;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Family;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The types by which the cells of a foreign key and of what it refers to are hashed alike. */
final class KeyTypes {
  private KeyTypes() {}

  /** Types in which equal keys have equal hashes; none where there are no such. */
  static List<ColumnType> of(ForeignKey key, Table child, Table referenced) {
    List<ColumnType> result = new ArrayList<>();
    for (int i = 0; i < key.columns().size(); i++) {
      Optional<Column> mine = child.column(key.columns().get(i));
      Optional<Column> other = referenced.column(key.targetColumns().get(i));
      if (mine.isEmpty() || other.isEmpty() || !isPlain(mine.get()) || !isPlain(other.get())) {
        return List.of();
      }
      ColumnType type = common(mine.get().type());
      if (type.kind() == Kind.ANY && !isAlike(type, other.get().type())) {
        return List.of();
      }
      if (type.kind() != common(other.get().type()).kind()
          || type.family() != other.get().type().family()) {
        return List.of();
      }
      result.add(type);
    }
    return result;
  }

  /** Texts that differ may be equal under a collation, or to an extension's type. */
  private static boolean isPlain(Column column) {
    Family family = column.type().family();
    return column.collation() == null
        && (column.type().kind() != Kind.NATIVE || family == Family.ENUM);
  }

  /** Of one affinity, numbers and texts come in one form. */
  private static boolean isAlike(ColumnType a, ColumnType b) {
    Affinity affinity = Affinity.of(a.name(), false);
    return affinity != Affinity.NONE && affinity == Affinity.of(b.name(), false);
  }

  private static ColumnType common(ColumnType type) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT -> ColumnType.of(Kind.BIGINT, "bigint");
      case TEXT, VARCHAR -> ColumnType.of(Kind.TEXT, "text");
      default -> type;
    };
  }
}
