package dev.godwit.flyway;

import dev.godwit.model.GodwitException;
import dev.godwit.plan.Rules;
import dev.godwit.plan.RulesFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.zip.CRC32;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Rules as they were written, and where: a file, or {@code classpath:} and a resource. */
record RulesText(String origin, String yaml) {
  private static final String CLASSPATH = "classpath:";
  private static final RulesText EMPTY = new RulesText("no rules", "");

  /** Reads rules; a null location has none. */
  static RulesText read(String location, ClassLoader loader) {
    if (location == null) {
      return EMPTY;
    }
    try {
      return new RulesText(
          location,
          location.startsWith(CLASSPATH)
              ? resource(location.substring(CLASSPATH.length()), loader)
              : Files.readString(Path.of(location)));
    } catch (IOException | InvalidPathException e) {
      throw GodwitException.usage(
          "the rules "
              + location
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "); "
              + GodwitExtension.PREFIX
              + "rules takes a path, or classpath: and a resource. Applied once, the rules are"
              + " needed as long as the version is: its checksum is made of them");
    }
  }

  private static String resource(String name, ClassLoader loader) throws IOException {
    String plain = name.startsWith("/") ? name.substring(1) : name;
    try (InputStream own = loader.getResourceAsStream(plain);
        InputStream in =
            own != null ? own : RulesText.class.getClassLoader().getResourceAsStream(plain)) {
      if (in == null) {
        throw new java.io.FileNotFoundException(plain);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  Rules parsed() {
    return RulesFile.parse(yaml, origin);
  }

  /** Stays the same while what the rules say does: comments, spaces and order do not count. */
  static int checksum(RulesText own, RulesText bundled) {
    CRC32 crc = new CRC32();
    crc.update((own.canonical() + "\n" + bundled.canonical()).getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }

  private String canonical() {
    try {
      Object tree =
          YAMLMapper.builder().build().readValue(yaml.isBlank() ? "{}" : yaml, Object.class);
      return JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build()
          .writeValueAsString(tree == null ? java.util.Map.of() : tree);
    } catch (JacksonException e) {
      // The parser of the rules says what is wrong with them, and where.
      parsed();
      throw GodwitException.usage(origin + " is no valid YAML");
    }
  }
}
