package dev.godwit.cli.cutover.profile;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Finds a profile: one of Godwit's own by name, any other as a file. */
public final class ProfileFile {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private ProfileFile() {}

  /**
   * Reads a profile. Its paths may say {@code ${profile}} for the folder that its file is in.
   *
   * @throws GodwitException where there is no such profile, or a key or value of it is wrong
   */
  public static CutoverProfile read(String nameOrPath) {
    CutoverProfile profile = parsed(nameOrPath);
    boolean whole =
        Stream.of(profile.name(), profile.installation(), profile.flyway(), profile.systems())
            .allMatch(part -> part != null);
    if (!whole) {
      throw GodwitException.usage(
          "the profile " + nameOrPath + " needs name, installation, flyway and systems");
    }
    return profile;
  }

  private static CutoverProfile parsed(String nameOrPath) {
    try {
      String text = text(nameOrPath);
      return MAPPER.readValue(text, CutoverProfile.class);
    } catch (JacksonException e) {
      String line = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
      throw GodwitException.usage(
          "the profile " + nameOrPath + " is wrong: " + e.getOriginalMessage() + line);
    } catch (IOException e) {
      throw GodwitException.usage(
          "no profile "
              + nameOrPath
              + ": write teleclaude, or the path of a profile of your own, FILE.yml");
    }
  }

  private static String text(String nameOrPath) throws IOException {
    String resource = nameOrPath + ".yml";
    if (nameOrPath.matches("[a-z][a-z0-9_-]*")) {
      try (InputStream in =
          CutoverProfile.class.getResourceAsStream("/dev/godwit/cli/cutover/" + resource)) {
        if (in != null) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    Path file = Path.of(nameOrPath).toAbsolutePath();
    return Variables.expand(
        Files.readString(file), Map.of("profile", String.valueOf(file.getParent())));
  }
}
