package dev.godwit.cli.cutover.config;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML as it was written: comments, quotes, long numbers and order stay as they are. */
final class Yaml {
  private static final DumpSettings DUMP = settings(true);
  private static final DumpSettings ASCII = settings(false);

  private Yaml() {}

  private static DumpSettings settings(boolean unicode) {
    return DumpSettings.builder()
        .setDumpComments(true)
        .setSplitLines(false)
        .setWidth(4096)
        .setIndent(2)
        .setIndicatorIndent(unicode ? 2 : 0)
        .setIndentWithIndicator(unicode)
        .setUseUnicodeEncoding(unicode)
        .build();
  }

  /** A file's top-level map; an empty file has an empty one. */
  static MappingNode read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw GodwitException.refused(
          file + " cannot be read (" + e.getClass().getSimpleName() + "); check who may read it");
    }
  }

  static MappingNode parse(String text, String origin) {
    try {
      LoadSettings settings =
          LoadSettings.builder()
              .setLabel(origin)
              .setParseComments(true)
              .setAllowDuplicateKeys(false)
              .build();
      Optional<Node> node = new Compose(settings).composeString(text);
      if (node.isEmpty() || isNull(node.get())) {
        return map();
      }
      if (node.get() instanceof MappingNode map) {
        return map;
      }
      throw GodwitException.refused(origin + " is not a map of keys and values");
    } catch (MarkedYamlEngineException e) {
      // The library quotes the line, which may hold a secret.
      String line = e.getProblemMark().map(m -> " (line " + (m.getLine() + 1) + ")").orElse("");
      throw GodwitException.refused(origin + " is no valid YAML" + line + "; mend it first");
    } catch (YamlEngineException e) {
      throw GodwitException.refused(origin + " is no valid YAML; mend it first");
    }
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
  }

  static String write(MappingNode map) {
    return write(map, DUMP);
  }

  /** The same with nothing but ASCII. */
  static String writeAscii(MappingNode map) {
    return write(map, ASCII);
  }

  private static String write(MappingNode map, DumpSettings settings) {
    if (map.getValue().isEmpty()) {
      return "{}\n";
    }
    StringBuilder text = new StringBuilder();
    new Dump(settings)
        .dumpNode(
            map,
            new StreamDataWriter() {
              @Override
              public void write(String part) {
                text.append(part);
              }

              @Override
              public void write(String part, int from, int length) {
                text.append(part, from, from + length);
              }
            });
    return text.toString();
  }

  static MappingNode map() {
    return new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
  }

  static ScalarNode text(String value) {
    return new ScalarNode(Tag.STR, value, ScalarStyle.PLAIN);
  }

  static ScalarNode quoted(String value) {
    return new ScalarNode(Tag.STR, value, ScalarStyle.DOUBLE_QUOTED);
  }

  static ScalarNode number(long value) {
    return new ScalarNode(Tag.INT, Long.toString(value), ScalarStyle.PLAIN);
  }

  static String key(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
  }

  static Node get(MappingNode map, String key) {
    return map.getValue().stream()
        .filter(t -> key(t).equals(key))
        .map(NodeTuple::getValueNode)
        .findFirst()
        .orElse(null);
  }

  /** The scalar under this key as text, or null. */
  static String string(MappingNode map, String key) {
    return get(map, key) instanceof ScalarNode scalar && !isNothing(scalar)
        ? scalar.getValue()
        : null;
  }

  /** Sets a key's value where it stands, or at the end. */
  static void put(MappingNode map, String key, Node value) {
    List<NodeTuple> tuples = map.getValue();
    for (int i = 0; i < tuples.size(); i++) {
      if (key(tuples.get(i)).equals(key)) {
        tuples.set(i, new NodeTuple(tuples.get(i).getKeyNode(), value));
        return;
      }
    }
    tuples.add(new NodeTuple(text(key), value));
  }

  static void remove(MappingNode map, String key) {
    map.getValue().removeIf(t -> key(t).equals(key));
  }

  /** Whether a scalar says nothing: null or empty. */
  static boolean isNothing(ScalarNode scalar) {
    return scalar.getTag().equals(Tag.NULL) || scalar.getValue().isEmpty();
  }

  static boolean isBoolean(ScalarNode scalar) {
    return scalar.getTag().equals(Tag.BOOL);
  }

  static boolean isFlow(Node node) {
    return node instanceof MappingNode map
        ? map.getFlowStyle() == FlowStyle.FLOW
        : node instanceof SequenceNode list && list.getFlowStyle() == FlowStyle.FLOW;
  }

  /** The file that a node was read from. */
  static String origin(Node node) {
    return node.getStartMark().map(Mark::getName).orElse("");
  }

  /** Says beside a value where it comes from. */
  static void remark(Node value, String words) {
    List<CommentLine> lines = new ArrayList<>();
    lines.add(comment(words, CommentType.IN_LINE));
    value.setInLineComments(lines);
  }

  /** Says it in a line of its own, above a key. */
  static void remarkAbove(MappingNode map, String key, String words) {
    for (NodeTuple tuple : map.getValue()) {
      if (key(tuple).equals(key)) {
        List<CommentLine> lines = new ArrayList<>();
        List<CommentLine> before = tuple.getKeyNode().getBlockComments();
        lines.addAll(before == null ? List.of() : before);
        lines.add(comment(words, CommentType.BLOCK));
        tuple.getKeyNode().setBlockComments(lines);
      }
    }
  }

  private static CommentLine comment(String words, CommentType type) {
    return new CommentLine(Optional.empty(), Optional.empty(), " " + words, type);
  }

  /** Adds what the second has and the first has not; {@code conflict} hears where both differ. */
  static void merge(
      MappingNode into, MappingNode from, String path, BiConsumer<String, Node> conflict) {
    for (NodeTuple tuple : from.getValue()) {
      String key = key(tuple);
      String here = path.isEmpty() ? key : path + "." + key;
      Node present = get(into, key);
      if (present == null) {
        unfold(into);
        into.getValue().add(tuple);
      } else if (present instanceof MappingNode a
          && tuple.getValueNode() instanceof MappingNode b) {
        merge(a, b, here, conflict);
      } else if (present instanceof SequenceNode a
          && tuple.getValueNode() instanceof SequenceNode b) {
        append(a, b);
      } else if (!plain(present).equals(plain(tuple.getValueNode()))) {
        conflict.accept(here, tuple.getValueNode());
      }
    }
  }

  private static void append(SequenceNode into, SequenceNode from) {
    List<Object> present = into.getValue().stream().map(Yaml::plain).toList();
    for (Node item : from.getValue()) {
      if (!present.contains(plain(item))) {
        into.getValue().add(item);
      }
    }
  }

  /** Comments may stand between the lines of what is merged in: those need lines. */
  private static void unfold(MappingNode map) {
    map.setFlowStyle(FlowStyle.BLOCK);
  }

  /** The content without how it is written: maps, lists, and scalars as tag and text. */
  static Object plain(Node node) {
    if (node instanceof MappingNode map) {
      Map<String, Object> result = new java.util.LinkedHashMap<>();
      map.getValue().forEach(t -> result.put(key(t), plain(t.getValueNode())));
      return result;
    }
    if (node instanceof SequenceNode list) {
      return list.getValue().stream().map(Yaml::plain).toList();
    }
    return node instanceof ScalarNode scalar && !isNothing(scalar) ? scalar.getValue() : "";
  }
}
