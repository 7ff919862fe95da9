package dev.godwit.cli;

import dev.godwit.model.Catalog;
import dev.godwit.plan.Rules;
import dev.godwit.plan.RulesFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An application whose schema and rules come with Godwit. */
enum Profile {
  /** TeleClaude's daemon and event databases. */
  teleclaude(true),
  /** Minsky's session stores: JSON files of four shapes, SQLite and PostgreSQL. */
  minsky(false);

  private final boolean throughFlyway;

  Profile(boolean throughFlyway) {
    this.throughFlyway = throughFlyway;
  }

  /** Where Flyway finds its migrations, the import among them; nothing where Flyway is not used. */
  Optional<String> location() {
    return throughFlyway ? Optional.of("classpath:db/" + name()) : Optional.empty();
  }

  /** How its JSON files lie, as a source and as a target. */
  Rules layout() {
    return throughFlyway ? Rules.NONE : rules("rules.yml").over(rules("to-json.yml"));
  }

  /** What its installations hold that its schema has no place for. */
  Rules rules() {
    return rules("rules.yml");
  }

  /** The rules for this source: what they say of columns that it does not have is left out. */
  Rules rules(Catalog source, boolean toJson) {
    return throughFlyway ? rules() : rules(toJson ? "to-json.yml" : "rules.yml").within(source);
  }

  private Rules rules(String file) {
    String resource = "/db/" + name() + "/" + file;
    try (InputStream in = Profile.class.getResourceAsStream(resource)) {
      return RulesFile.parse(
          new String(in.readAllBytes(), StandardCharsets.UTF_8), "the profile's " + resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
