package dev.godwit.format.note;

import dev.godwit.format.note.Contents.Entry;
import dev.godwit.format.note.Contents.Part;
import dev.godwit.model.Catalog;
import dev.godwit.model.Check;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Family;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Index;
import dev.godwit.model.Kind;
import dev.godwit.model.Nature;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a table of a catalog is spelled in JSON: its columns, keys and files. */
final class TableForm {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private TableForm() {}

  static <T> void fill(ArrayNode to, List<T> all, Function<T, ObjectNode> form) {
    all.forEach(e -> to.add(form.apply(e)));
  }

  /** A list that is not written where it is empty. */
  static <T> void some(ObjectNode node, String name, List<T> all, Function<T, ObjectNode> form) {
    if (!all.isEmpty()) {
      fill(node.putArray(name), all, form);
    }
  }

  static <T> List<T> list(JsonNode array, Function<JsonNode, T> form) {
    List<T> result = new ArrayList<>();
    array.forEach(e -> result.add(form.apply(e)));
    return result;
  }

  static ObjectNode node(Entry e) {
    Table t = e.table();
    ObjectNode node = JSON.createObjectNode().put("name", t.name());
    put(node, "schema", t.schema().isEmpty() ? null : t.schema());
    fill(
        node.putArray("files"),
        e.parts(),
        p ->
            JSON.createObjectNode()
                .put("file", p.file())
                .put("rows", p.rows())
                .put("bytes", p.bytes()));
    fill(node.putArray("columns"), t.columns(), TableForm::node);
    strings(node, "primaryKey", t.primaryKey());
    some(node, "indexes", t.indexes(), TableForm::node);
    some(node, "foreignKeys", t.foreignKeys(), TableForm::node);
    some(node, "checks", t.checks(), TableForm::node);
    strings(node, "triggers", t.triggers());
    flag(node, "strict", t.traits().strict());
    flag(node, "withoutRowid", t.traits().withoutRowid());
    flag(node, "partitioned", t.traits().partitioned());
    if (e.highWater() != null) {
      node.put("highWater", e.highWater());
    }
    return node;
  }

  static Entry entry(JsonNode n) {
    Table table =
        new Table(
            text(n, "schema") == null ? "" : text(n, "schema"),
            need(n, "name"),
            list(n.path("columns"), TableForm::column),
            list(n.path("primaryKey"), JsonNode::asString),
            list(n.path("indexes"), TableForm::index),
            list(n.path("foreignKeys"), TableForm::foreignKey),
            list(
                n.path("checks"),
                c ->
                    new Check(
                        text(c, "name"),
                        need(c, "expression"),
                        !c.path("notValidated").asBoolean(false),
                        c.path("noInherit").asBoolean(false))),
            list(n.path("triggers"), JsonNode::asString),
            new Table.Traits(
                n.path("strict").asBoolean(false),
                n.path("withoutRowid").asBoolean(false),
                true,
                n.path("partitioned").asBoolean(false)),
            -1);
    List<Part> parts =
        list(
            n.path("files"),
            p -> new Part(need(p, "file"), p.path("rows").asLong(), p.path("bytes").asLong()));
    return new Entry(table, parts, n.has("highWater") ? n.get("highWater").asLong() : null);
  }

  private static ObjectNode node(Column c) {
    ObjectNode node = JSON.createObjectNode().put("name", c.name());
    put(node, c.type());
    flag(node, "notNull", !c.nullable());
    put(node, "default", c.defaultValue());
    put(node, "generated", c.isGenerated() ? c.generated().name() : null);
    put(node, "identity", c.identity() == Column.Identity.NONE ? null : c.identity().name());
    put(node, "collation", c.collation());
    return node;
  }

  /** No store of files has a domain's CHECK to ask. */
  private static void put(ObjectNode node, ColumnType type) {
    node.put("kind", type.kind().name()).put("type", type.name());
    if (type.length() != 0) {
      node.put("length", type.length());
    }
    if (type.scale() != 0) {
      node.put("scale", type.scale());
    }
    Nature nature = type.nature();
    if (type.kind() != Kind.NATIVE || nature.equals(named(type).nature())) {
      return;
    }
    node.put("family", nature.family().name());
    put(node, "spelling", nature.spelling().equals(type.name()) ? null : nature.spelling());
    strings(node, "labels", nature.labels());
    some(
        node,
        "of",
        nature.parts(),
        p -> {
          ObjectNode part = JSON.createObjectNode();
          put(part, "name", p.name().isEmpty() ? null : p.name());
          put(part, p.type());
          return part;
        });
  }

  private static ColumnType named(ColumnType type) {
    return new ColumnType(type.kind(), type.length(), type.scale(), type.name());
  }

  private static ColumnType type(JsonNode n) {
    ColumnType named =
        new ColumnType(
            Kind.valueOf(need(n, "kind")),
            n.path("length").asInt(0),
            n.path("scale").asInt(0),
            need(n, "type"));
    if (!n.has("family")) {
      return named;
    }
    String spelling = text(n, "spelling");
    Nature nature =
        new Nature(
            Family.valueOf(need(n, "family")),
            spelling == null ? named.name() : spelling,
            list(n.path("labels"), JsonNode::asString),
            list(
                n.path("of"),
                p -> new Nature.Part(text(p, "name") == null ? "" : text(p, "name"), type(p))),
            false);
    return new ColumnType(named.kind(), named.length(), named.scale(), named.name(), nature);
  }

  private static Column column(JsonNode n) {
    String generated = text(n, "generated");
    String identity = text(n, "identity");
    return new Column(
        need(n, "name"),
        type(n),
        !n.path("notNull").asBoolean(false),
        text(n, "default"),
        generated == null ? Column.Generated.NO : Column.Generated.valueOf(generated),
        identity == null ? Column.Identity.NONE : Column.Identity.valueOf(identity),
        text(n, "collation"));
  }

  private static ObjectNode node(Index i) {
    ObjectNode node = JSON.createObjectNode().put("name", i.name());
    fill(
        node.putArray("parts"),
        i.parts(),
        p -> {
          ObjectNode part = JSON.createObjectNode();
          put(part, "column", p.column());
          put(part, "expression", p.expression());
          flag(part, "descending", p.descending());
          put(part, "collation", p.collation());
          return part;
        });
    flag(node, "unique", i.unique());
    put(node, "where", i.where());
    put(node, "origin", i.origin() == Index.Origin.CREATED ? null : i.origin().name());
    flag(node, "nullsNotDistinct", i.nullsNotDistinct());
    put(node, "definition", i.definition());
    put(node, "method", i.method());
    put(node, "constraint", i.constraint());
    return node;
  }

  private static Index index(JsonNode n) {
    String origin = text(n, "origin");
    return new Index(
        need(n, "name"),
        list(
            n.path("parts"),
            p ->
                new Index.Part(
                    text(p, "column"),
                    text(p, "expression"),
                    p.path("descending").asBoolean(false),
                    text(p, "collation"))),
        n.path("unique").asBoolean(false),
        text(n, "where"),
        origin == null ? Index.Origin.CREATED : Index.Origin.valueOf(origin),
        n.path("nullsNotDistinct").asBoolean(false),
        text(n, "definition"),
        text(n, "method"),
        text(n, "constraint"));
  }

  private static ObjectNode node(ForeignKey k) {
    ObjectNode node = JSON.createObjectNode();
    put(node, "name", k.name());
    strings(node, "columns", k.columns());
    node.put("targetTable", k.targetTable());
    strings(node, "targetColumns", k.targetColumns());
    put(node, "onDelete", k.onDelete());
    put(node, "onUpdate", k.onUpdate());
    flag(node, "deferrable", k.deferrable());
    flag(node, "initiallyDeferred", k.initiallyDeferred());
    flag(node, "notValidated", !k.validated());
    flag(node, "matchFull", k.finer().full());
    strings(node, "cleared", k.finer().cleared());
    flag(node, "period", k.finer().period());
    return node;
  }

  private static ForeignKey foreignKey(JsonNode n) {
    return new ForeignKey(
        text(n, "name"),
        list(n.path("columns"), JsonNode::asString),
        need(n, "targetTable"),
        list(n.path("targetColumns"), JsonNode::asString),
        text(n, "onDelete"),
        text(n, "onUpdate"),
        n.path("deferrable").asBoolean(false),
        n.path("initiallyDeferred").asBoolean(false),
        !n.path("notValidated").asBoolean(false),
        new ForeignKey.Finer(
            n.path("matchFull").asBoolean(false),
            list(n.path("cleared"), JsonNode::asString),
            n.path("period").asBoolean(false)));
  }

  private static ObjectNode node(Check c) {
    ObjectNode node = JSON.createObjectNode();
    put(node, "name", c.name());
    node.put("expression", c.expression());
    flag(node, "notValidated", !c.validated());
    flag(node, "noInherit", c.alone());
    return node;
  }

  static ObjectNode node(Catalog.Other o) {
    ObjectNode node = JSON.createObjectNode().put("type", o.type()).put("name", o.name());
    put(node, "table", o.table());
    put(node, "sql", o.sql());
    put(node, "why", o.why());
    return node;
  }

  static Catalog.Other other(JsonNode n) {
    return new Catalog.Other(
        need(n, "type"), need(n, "name"), text(n, "table"), text(n, "sql"), text(n, "why"));
  }

  private static void put(ObjectNode node, String name, String value) {
    if (value != null) {
      node.put(name, value);
    }
  }

  private static void flag(ObjectNode node, String name, boolean value) {
    if (value) {
      node.put(name, true);
    }
  }

  static void strings(ObjectNode node, String name, List<String> values) {
    if (!values.isEmpty()) {
      values.forEach(node.putArray(name)::add);
    }
  }

  private static String text(JsonNode n, String name) {
    JsonNode value = n.get(name);
    return value == null || value.isNull() ? null : value.asString();
  }

  private static String need(JsonNode n, String name) {
    String value = text(n, name);
    if (value == null) {
      throw new IllegalArgumentException(name);
    }
    return value;
  }
}
