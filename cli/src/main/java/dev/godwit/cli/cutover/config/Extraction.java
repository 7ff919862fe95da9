package dev.godwit.cli.cutover.config;

import dev.godwit.cli.cutover.profile.Variables;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Takes the secrets out of a tree, leaving references, and puts the values of variables in, saying
 * where they came from. One per cutover: it knows which variables were used.
 */
final class Extraction {
  /** A reference in the place of a secret; {@code inMaps} where only maps lead there. */
  record Taken(List<String> path, boolean inMaps, ScalarNode reference) {}

  /** Where in a tree a scalar is. */
  private record Place(List<String> path, boolean secret, boolean flow, boolean inMaps) {
    Place into(String key, boolean secretKey, Node node, boolean map) {
      List<String> deeper = new ArrayList<>(path);
      deeper.add(key);
      return new Place(deeper, secret || secretKey, flow || Yaml.isFlow(node), inMaps && map);
    }
  }

  private final SecretRules rules;
  private final Map<String, String> environment;
  private final String environmentFile;
  private final SecretsFound found;
  private final Set<String> unresolved = new LinkedHashSet<>();

  Extraction(
      SecretRules rules,
      Map<String, String> environment,
      String environmentFile,
      SecretsFound found) {
    this.rules = rules;
    this.environment = environment;
    this.environmentFile = environmentFile;
    this.found = found;
  }

  /** Cleans a tree. Names of secrets begin with the prefix, such as a person. */
  List<Taken> clean(MappingNode tree, List<String> prefix) {
    List<Taken> taken = new ArrayList<>();
    map(tree, new Place(prefix, false, false, true), taken);
    return taken;
  }

  /** What no file sets, and where it is written: {@code VAR at path}. */
  Set<String> unresolved() {
    return unresolved;
  }

  private void map(MappingNode map, Place place, List<Taken> taken) {
    List<NodeTuple> tuples = map.getValue();
    for (int i = 0; i < tuples.size(); i++) {
      int index = i;
      Node keyNode = tuples.get(i).getKeyNode();
      String key = Yaml.key(tuples.get(i));
      Place inner = place.into(key, rules.isSecretName(key), map, true);
      visit(
          tuples.get(i).getValueNode(),
          inner,
          taken,
          value -> tuples.set(index, new NodeTuple(keyNode, value)));
    }
  }

  private void list(SequenceNode list, Place place, List<Taken> taken) {
    List<Node> items = list.getValue();
    for (int i = 0; i < items.size(); i++) {
      int index = i;
      Place inner = place.into(name(items.get(i), i), false, list, false);
      visit(items.get(i), inner, taken, value -> items.set(index, value));
    }
  }

  /** An item by its own name, where it has one: numbers change when the list does. */
  private static String name(Node item, int index) {
    if (item instanceof MappingNode map) {
      for (String key : List.of("id", "name", "type")) {
        String name = Yaml.string(map, key);
        if (name != null && !name.contains("$")) {
          return name;
        }
      }
    }
    return Integer.toString(index + 1);
  }

  private void visit(Node node, Place place, List<Taken> taken, Consumer<Node> replace) {
    if (node instanceof MappingNode map) {
      map(map, place, taken);
    } else if (node instanceof SequenceNode list) {
      list(list, place, taken);
    } else if (node instanceof ScalarNode scalar
        && !Yaml.isNothing(scalar)
        && !Yaml.isBoolean(scalar)) {
      scalar(scalar, place, taken, replace);
    }
  }

  private void scalar(ScalarNode scalar, Place place, List<Taken> taken, Consumer<Node> replace) {
    String written = scalar.getValue();
    Matcher whole = Variables.VARIABLE.matcher(written);
    String variable = whole.matches() ? whole.group(1) : null;
    String value = Variables.expand(written, environment);
    boolean unknown = missing(written, place.path());
    if (variable != null && unknown) {
      return;
    }
    if (place.secret() || namesSecret(written) || rules.isSecretValue(value)) {
      String name = variable == null ? SecretRules.nameAt(place.path()) : rules.nameOf(variable);
      String origin = String.join(".", place.path()) + " in " + Yaml.origin(scalar);
      if (variable != null) {
        origin = origin(variable) + ", for " + origin;
      }
      ScalarNode reference = Yaml.text(SecretsFound.reference(found.keep(name, value, origin)));
      reference.setInLineComments(scalar.getInLineComments());
      taken.add(new Taken(place.path(), place.inMaps(), reference));
      replace.accept(reference);
    } else if (!value.equals(written)) {
      ScalarNode plain = Yaml.text(value);
      plain.setInLineComments(scalar.getInLineComments());
      if (!place.flow()) {
        Yaml.remark(plain, "was " + written + ", set in " + environmentFile);
      }
      replace.accept(plain);
    }
  }

  private String origin(String variable) {
    return "${" + variable + "} in " + environmentFile;
  }

  private boolean missing(String written, List<String> path) {
    boolean any = false;
    Matcher matcher = Variables.VARIABLE.matcher(written);
    while (matcher.find()) {
      if (!environment.containsKey(matcher.group(1))) {
        unresolved.add(matcher.group(1) + " at " + String.join(".", path));
        any = true;
      }
    }
    return any;
  }

  private boolean namesSecret(String written) {
    Matcher matcher = Variables.VARIABLE.matcher(written);
    boolean secret = false;
    while (matcher.find()) {
      secret |= rules.isSecretName(matcher.group(1)) && environment.containsKey(matcher.group(1));
    }
    return secret;
  }

  /** Takes the secrets among the variables themselves; returns the rest. */
  Map<String, String> settings() {
    Map<String, String> plain = new java.util.LinkedHashMap<>();
    environment.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            plain.put(name, value);
          } else if (rules.isSecretName(name) || rules.isSecretValue(value)) {
            found.keep(rules.nameOf(name), value, origin(name));
          } else {
            plain.put(name, value);
          }
        });
    return plain;
  }
}
