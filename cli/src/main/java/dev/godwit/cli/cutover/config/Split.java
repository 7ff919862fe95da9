package dev.godwit.cli.cutover.config;

import dev.godwit.cli.cutover.profile.CutoverProfile.Config;
import dev.godwit.cli.cutover.profile.CutoverProfile.DatabaseSection;
import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.cli.cutover.state.Output;
import dev.godwit.cli.cutover.step.Check;
import dev.godwit.startup.EnvFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * One person's configuration, split. Reads the sources once; what it makes of them is the same each
 * time. Use once.
 */
final class Split {
  private final Config config;
  private final Places places;
  private final Path envFile;
  private final Map<String, String> environment;
  private final SecretsFound found = new SecretsFound();
  private final SecretRules rules;
  private final Extraction extraction;
  private final List<Check> checks = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();
  private final Map<String, String> before = new LinkedHashMap<>();
  private List<Path> files = List.of();

  Split(Config config, Places places) {
    this.config = config;
    this.places = places;
    this.envFile = config.env() == null ? null : places.source(config.env());
    this.environment = envFile == null ? Map.of() : EnvFile.read(envFile);
    this.rules = new SecretRules(config.secrets());
    this.extraction = new Extraction(rules, environment, String.valueOf(envFile), found);
  }

  /** Makes the outputs; {@code address} may be null where it is not known yet. */
  Split make(DatabaseAddress address) {
    Sources sources = Sources.read(config, places);
    checks.addAll(sources.checks());
    files = sources.files();
    MappingNode system = Yaml.map();
    MappingNode user = Yaml.map();
    MappingNode all = sources.tree();
    leaveOldDatabase(all);
    before.putAll(Leaves.of(Yaml.plain(all), environment));
    system.setBlockComments(all.getBlockComments());
    system.setEndComments(all.getEndComments());
    for (NodeTuple tuple : all.getValue()) {
      (isOfUser(tuple) ? user : system).getValue().add(tuple);
    }
    extraction.clean(system, List.of());
    extraction.clean(user, List.of()).forEach(t -> moveUp(t, user, system));
    database(system, address);
    outputs.add(
        Output.of(systemPath(), head("system configuration") + Yaml.write(system), "rw-r--r--"));
    outputs.add(
        Output.of(userPath(), head("personal preferences") + Yaml.write(user), "rw-r--r--"));
    people();
    environment();
    outputs.add(Output.of(secretsPath(), head("secrets") + found.yaml(), "rw-------"));
    remarks();
    return this;
  }

  private void leaveOldDatabase(MappingNode tree) {
    DatabaseSection section = config.database();
    if (section != null && Yaml.get(tree, section.key()) instanceof MappingNode old) {
      for (String key : section.old()) {
        String value = Yaml.string(old, key);
        if (value != null) {
          checks.add(
              Check.warning(
                  "left behind",
                  section.key() + "." + key + " was " + value,
                  "nothing: the database is PostgreSQL now"));
          Yaml.remove(old, key);
        }
      }
      if (old.getValue().isEmpty()) {
        Yaml.remove(tree, section.key());
      }
    }
  }

  private boolean isOfUser(NodeTuple tuple) {
    String key = Yaml.key(tuple);
    if (!config.user().keys().contains(key) && !config.system().keys().contains(key)) {
      checks.add(
          Check.warning(
              "unknown key",
              key + " in " + Yaml.origin(tuple.getKeyNode()) + " is nothing that the profile knows",
              "it went to the system's configuration; see whether it belongs there"));
    }
    return config.user().keys().contains(key);
  }

  /** A person's file may hold neither secrets nor names of such: their place is the system's. */
  private static void moveUp(Extraction.Taken taken, MappingNode user, MappingNode system) {
    if (!taken.inMaps()) {
      return;
    }
    MappingNode from = user;
    MappingNode to = system;
    List<String> path = taken.path();
    for (String key : path.subList(0, path.size() - 1)) {
      from = (MappingNode) Yaml.get(from, key);
      if (!(Yaml.get(to, key) instanceof MappingNode)) {
        Yaml.put(to, key, Yaml.map());
      }
      to = (MappingNode) Yaml.get(to, key);
    }
    String last = path.get(path.size() - 1);
    Yaml.remove(from, last);
    Yaml.put(to, last, taken.reference());
  }

  private void database(MappingNode system, DatabaseAddress address) {
    DatabaseSection section = config.database();
    if (section == null || address == null) {
      return;
    }
    MappingNode fresh = address.section();
    if (Yaml.get(system, section.key()) instanceof MappingNode old) {
      fresh.getValue().forEach(t -> Yaml.put(old, Yaml.key(t), t.getValueNode()));
    } else {
      Yaml.put(system, section.key(), fresh);
    }
    if (address.password() != null) {
      found.keep(section.password(), address.password(), "the cutover's --to");
    }
  }

  private void people() {
    for (Path folder : Sources.people(config, places)) {
      String name = folder.getFileName().toString();
      Path file = folder.resolve(config.people().file());
      MappingNode person = Yaml.read(file);
      before.putAll(prefixed(name, Leaves.of(Yaml.plain(person), environment)));
      extraction.clean(person, List.of("people", name));
      outputs.add(
          Output.of(
              places.target(config.people().to()).resolve(name).resolve(config.people().file()),
              head("credentials and interests of a person") + Yaml.write(person),
              "rw-r-----"));
    }
  }

  private static Map<String, String> prefixed(String name, Map<String, String> leaves) {
    return leaves.entrySet().stream()
        .collect(Collectors.toMap(e -> "people/" + name + "/" + e.getKey(), Map.Entry::getValue));
  }

  private void environment() {
    Map<String, String> settings = extraction.settings();
    if (config.environment() == null || settings.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder(head("settings that are variables"));
    settings.forEach(
        (name, value) ->
            text.append(name)
                .append("=\"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                .append("\"\n"));
    outputs.add(
        Output.of(places.target(config.environment().path()), text.toString(), "rw-r--r--"));
  }

  private static String head(String what) {
    return "# The "
        + what
        + ", split by godwit cutover. The files it was made of are as they were.\n";
  }

  private void remarks() {
    for (String where : extraction.unresolved()) {
      checks.add(
          Check.warning(
              "unset variable",
              where + " is set nowhere; it stays as it is written",
              "set it in " + places.shown(places.target(config.environment().path()))));
    }
    for (String twice : found.doubles()) {
      checks.add(
          Check.warning(
              "two secrets of one name", twice, "keep the one that the application is to use"));
    }
  }

  List<Check> checks() {
    return checks;
  }

  List<Output> outputs() {
    return outputs;
  }

  List<Path> files() {
    return files;
  }

  SecretsFound secrets() {
    return found;
  }

  /** Every value of the sources, by path, with variables put in. */
  Map<String, String> before() {
    return before;
  }

  Path systemPath() {
    return places.target(config.system().path());
  }

  Path userPath() {
    return places.target(config.user().path());
  }

  Path secretsPath() {
    return places.target(config.secrets().path());
  }
}
