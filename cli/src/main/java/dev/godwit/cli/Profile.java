package dev.godwit.cli;

import dev.godwit.plan.Rules;
import dev.godwit.plan.RulesFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** An application whose schema and rules come with Godwit. */
enum Profile {
  /** TeleClaude's daemon and event databases. */
  teleclaude;

  /** Where Flyway finds its migrations, the import among them. */
  String location() {
    return "classpath:db/" + name();
  }

  /** What its installations hold that its schema has no place for. */
  Rules rules() {
    String resource = "/db/" + name() + "/rules.yml";
    try (InputStream in = Profile.class.getResourceAsStream(resource)) {
      return RulesFile.parse(
          new String(in.readAllBytes(), StandardCharsets.UTF_8), "the profile's " + resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
