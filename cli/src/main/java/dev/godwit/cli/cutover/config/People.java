package dev.godwit.cli.cutover.config;

import dev.godwit.cli.cutover.profile.CutoverProfile.Config;
import dev.godwit.cli.cutover.profile.Places;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Whom the configuration knows. */
public final class People {
  private People() {}

  /** Everybody who is listed, in order; nobody where the profile has no people. */
  public static List<Person> listed(Config config, Places places) {
    List<Person> result = new ArrayList<>();
    if (config != null
        && config.people() != null
        && Yaml.get(Sources.read(config, places).tree(), config.people().key())
            instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        if (item instanceof MappingNode map && Yaml.string(map, config.people().name()) != null) {
          result.add(person(config, map));
        }
      }
    }
    return result;
  }

  private static Person person(Config config, MappingNode map) {
    String account =
        config.people().account().stream()
            .map(key -> Yaml.string(map, key))
            .filter(a -> a != null)
            .findFirst()
            .orElse(null);
    return new Person(
        Yaml.string(map, config.people().name()),
        Yaml.string(map, config.people().email()),
        account);
  }
}
