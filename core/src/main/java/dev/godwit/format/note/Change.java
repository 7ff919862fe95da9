package dev.godwit.format.note;

import dev.godwit.format.note.Contents.Entry;
import dev.godwit.model.Catalog;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The statements of a JSON store: objects of one member. {@code create}: a table as {@code
 * catalog.json} has it; {@code define}: the same for a table that is there; {@code drop}: a table's
 * name; {@code other}: a view or trigger to remember.
 */
public final class Change {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Change() {}

  public static List<String> making(Catalog catalog) {
    List<String> result = new ArrayList<>();
    for (Table table : catalog.tables()) {
      result.add(JSON.createObjectNode().set("create", node(table)).toString());
    }
    for (Catalog.Other other : catalog.others()) {
      result.add(JSON.createObjectNode().set("other", TableForm.node(other)).toString());
    }
    return result;
  }

  /** Gives a table that is there these columns, keys and indexes; its rows stay. */
  public static String defining(Table table) {
    return JSON.createObjectNode().set("define", node(table)).toString();
  }

  private static ObjectNode node(Table table) {
    ObjectNode node = TableForm.node(new Entry(table, List.of(), null));
    node.remove("files");
    return node;
  }

  /** The name of the table that a statement defines; none where it does something else. */
  public static Optional<String> defined(String statement) {
    return Optional.ofNullable(JSON.readTree(statement).get("define"))
        .map(node -> TableForm.entry(node).name());
  }

  public static Contents apply(String statement, Contents to) {
    JsonNode node = JSON.readTree(statement);
    if (node.has("create")) {
      return to.withTable(TableForm.entry(node.get("create")));
    } else if (node.has("define")) {
      Table table = TableForm.entry(node.get("define")).table();
      return to.table(table.name()).map(e -> to.withTable(e.with(table))).orElse(to);
    } else if (node.has("drop")) {
      return to.withoutTable(node.get("drop").asString());
    }
    return to.withOthers(List.of(TableForm.other(node.path("other"))));
  }
}
