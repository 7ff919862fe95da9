package dev.godwit.cli.cutover.config;

import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Where the database is from now on. {@code password} may be null; it is shown nowhere. */
public record DatabaseAddress(String host, int port, String name, String user, String password) {
  MappingNode section() {
    MappingNode map = Yaml.map();
    Yaml.put(map, "engine", Yaml.text("postgresql"));
    Yaml.put(map, "host", Yaml.text(host));
    Yaml.put(map, "port", Yaml.number(port));
    Yaml.put(map, "dbname", Yaml.text(name));
    if (user != null) {
      Yaml.put(map, "user", Yaml.text(user));
    }
    return map;
  }

  @Override
  public String toString() {
    return (user == null ? "" : user + "@") + host + ":" + port + "/" + name;
  }
}
