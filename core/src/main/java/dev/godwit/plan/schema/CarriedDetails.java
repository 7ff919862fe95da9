package dev.godwit.plan.schema;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Detail;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.Rules;
import dev.godwit.plan.schema.NewNames.Names;
import dev.godwit.sql.Identifiers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which details of a PostgreSQL source come along to PostgreSQL; the others are named. */
public final class CarriedDetails {
  private final Catalog source;
  private final String schema;
  private final Rules rules;
  private final NewNames names;
  private final MappingNotes notes;
  private final List<Detail> carried = new ArrayList<>();
  private final Set<List<Object>> lacking = new HashSet<>();
  private final Set<List<Object>> numbered = new HashSet<>();

  /** Tables that lose one of their policies. */
  private final Set<String> closed = new HashSet<>();

  CarriedDetails(Catalog source, String schema, Rules rules, NewNames names, MappingNotes notes) {
    this.source = source;
    this.schema = schema;
    this.rules = rules;
    this.names = names;
    this.notes = notes;
    source.details().forEach(this::find);
    source.details().stream()
        .filter(d -> d.kind() == Detail.Kind.SECURITY && !fits(d))
        .forEach(d -> closed.add(d.table()));
    source.details().forEach(this::carry);
  }

  /** With statements for the target's names. */
  List<Detail> carried() {
    return carried;
  }

  /** Whether a default takes its numbers from a sequence that comes along by itself. */
  boolean numbers(Table table, Column column) {
    return numbered.contains(List.of(table.name(), column.name()));
  }

  /** Whether the catalog says of this column, constraint or index that it cannot come along. */
  boolean lacks(Table table, Detail.Kind kind, String name) {
    return lacking.contains(List.of(table.name(), kind, name));
  }

  private void find(Detail d) {
    String name = d.column() == null ? d.name() : d.column();
    if (d.table() == null || name == null) {
      return;
    } else if (!d.isCarried()) {
      lacking.add(List.of(d.table(), d.kind(), name));
    } else if (d.kind() == Detail.Kind.DEFAULT) {
      numbered.add(List.of(d.table(), name));
    }
  }

  private void carry(Detail d) {
    if (d.table() == null) {
      if (d.isCarried()) {
        carried.add(d);
        named(d);
      } else {
        notes.leave(d);
      }
      return;
    }
    Names own = names.of(source.table(d.table()).orElseThrow());
    if (d.column() != null && !own.columns().containsKey(d.column())) {
      return;
    }
    boolean typed = d.column() != null && rule(d) != null;
    if (d.kind() == Detail.Kind.TYPE) {
      if (!typed) {
        String hint = "rule: " + d.column() + ": {type: text}, or make the type in the target";
        notes.refuse(d.table(), d.column(), ProblemKind.TYPE, "cannot be made: " + d.lost(), hint);
      }
    } else if (!fits(d) || typed && d.kind() != Detail.Kind.COMMENT || left(d)) {
      notes.leave(d);
    } else {
      String table = Identifiers.postgres(schema, own.table());
      String column = own.columns().get(d.column());
      carried.add(d.about(table, column == null ? null : Identifiers.postgres(column)));
    }
  }

  /** A policy without its fellows may show more than all of them together did. */
  private boolean left(Detail d) {
    return d.kind() == Detail.Kind.SECURITY && d.name() != null && closed.contains(d.table());
  }

  /** A sequence that nothing owns is somebody's: its place is good to know. */
  private void named(Detail d) {
    if (d.kind() == Detail.Kind.SEQUENCE) {
      notes.warn(null, null, ProblemKind.SEQUENCE, "carried as it is: " + d.lost(), null);
    }
  }

  private String rule(Detail d) {
    return rules.table(d.table()).column(d.column()).map(Rules.ColumnRule::type).orElse(null);
  }

  /** Whether what its statement says still means the same; only two places in it are put anew. */
  private boolean fits(Detail d) {
    if (!d.isCarried() || d.table() == null || d.name() == null) {
      return d.isCarried();
    }
    Table table = source.table(d.table()).orElseThrow();
    return names.of(table).keeps(table);
  }
}
