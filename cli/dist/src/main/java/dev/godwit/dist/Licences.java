package dev.godwit.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What others' work in the downloads is under: a list, made of the list of what is inside, and
 * their texts. Those under the Apache License share the text of ours.
 */
final class Licences {
  private final Path root;

  Licences(Path root) {
    this.root = root;
  }

  /** Puts the folder {@code licences} into a download's. */
  void write(Path folder) throws IOException {
    Path texts = folder.resolve("licences");
    // What the libraries have in their jars, each in a folder of its name.
    Path theirs = root.resolve("cli/target/licences");
    try (var all = Files.walk(theirs)) {
      for (Path text : all.filter(Files::isRegularFile).toList()) {
        Path to = texts.resolve(theirs.relativize(text).toString());
        Files.createDirectories(to.getParent());
        Files.copy(text, to);
      }
    }
    Path ours = root.resolve("cli/dist/src/main/dist/licences");
    try (var all = Files.list(ours)) {
      for (Path text : all.toList()) {
        Files.copy(text, texts.resolve(text.getFileName().toString()));
      }
    }
    Files.writeString(texts.resolve("THIRD-PARTY.txt"), list());
  }

  private String list() throws IOException {
    StringBuilder text =
        new StringBuilder("What Godwit brings of others, and the licence of each.\n\n");
    Path inside = root.resolve("cli/target/bom.json");
    if (Files.exists(inside)) {
      for (JsonNode each :
          JsonMapper.shared().readTree(Files.readString(inside)).path("components")) {
        if (!each.path("group").asString("").startsWith("dev.godwit")) {
          text.append("%-60s %s\n".formatted(name(each), licences(each)));
        }
      }
    } else {
      // A build without network makes no list of what is inside: only the names are known.
      try (var all = Files.list(root.resolve("cli/target/licences"))) {
        all.map(f -> f.getFileName() + "\n").sorted().forEach(text::append);
      }
    }
    return text.append("PostgreSQL, the server: PostgreSQL Licence\n").toString();
  }

  private static String name(JsonNode component) {
    return component.path("group").asString("")
        + ":"
        + component.path("name").asString()
        + " "
        + component.path("version").asString();
  }

  private static String licences(JsonNode component) {
    List<String> names = new ArrayList<>();
    for (JsonNode each : component.path("licenses")) {
      JsonNode one = each.path("license");
      names.add(
          one.path("id").asString(one.path("name").asString(each.path("expression").asString(""))));
    }
    return String.join(", ", names);
  }
}
