package dev.godwit.cli.cutover.config;

import dev.godwit.model.GodwitException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The small YAML that documents and their index are made of: maps of texts. */
public final class FrontMatter {
  private static final Pattern BLOCK =
      Pattern.compile("\\A---\\R(.*?)^---\\s*?(?:\\R|\\z)", Pattern.DOTALL | Pattern.MULTILINE);

  private FrontMatter() {}

  /** The texts between the lines --- at the head of a document; nothing where there are none. */
  public static Optional<Map<String, String>> of(String document) {
    Matcher matcher = BLOCK.matcher(document);
    try {
      return matcher.find()
          ? Optional.of(texts(Yaml.parse(matcher.group(1), "front matter")))
          : Optional.empty();
    } catch (GodwitException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> texts(MappingNode map) {
    Map<String, String> result = new LinkedHashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      if (tuple.getValueNode() instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
        result.put(Yaml.key(tuple), scalar.getValue());
      }
    }
    return result;
  }

  /** The entries under a key of an index, each a map of texts; none where it cannot be read. */
  public static List<Map<String, String>> entries(String index, String key) {
    try {
      return Yaml.get(Yaml.parse(index, "index"), key) instanceof SequenceNode list
          ? list.getValue().stream()
              .filter(MappingNode.class::isInstance)
              .map(n -> texts((MappingNode) n))
              .toList()
          : List.of();
    } catch (GodwitException e) {
      return List.of();
    }
  }

  /** An index: texts, then entries under a key; nothing but ASCII, as its readers expect. */
  public static String index(
      Map<String, String> head, String key, List<Map<String, String>> entries) {
    MappingNode map = map(head);
    SequenceNode list =
        new SequenceNode(
            Tag.SEQ,
            new java.util.ArrayList<>(entries.stream().map(FrontMatter::map).toList()),
            FlowStyle.BLOCK);
    Yaml.put(map, key, list);
    return Yaml.writeAscii(map);
  }

  private static MappingNode map(Map<String, String> texts) {
    MappingNode map = Yaml.map();
    texts.forEach((k, v) -> Yaml.put(map, k, Yaml.text(v)));
    return map;
  }

  /** The same document with another text under a key of it, where it has that key. */
  public static String with(String yaml, String key, String value) {
    MappingNode map = Yaml.parse(yaml, "index");
    if (Yaml.get(map, key) == null) {
      return yaml;
    }
    Yaml.put(map, key, Yaml.text(value));
    return Yaml.writeAscii(map);
  }
}
