package dev.godwit.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ConfigFilesTest {
  @TempDir Path home;
  @TempDir Path checkout;

  @BeforeEach
  void write() throws IOException {
    ConfigFiles.write(home, checkout);
  }

  @Test
  void hasEveryKeyOfTheRuntimeConfiguration() {
    assertThat(yaml(checkout.resolve("config.yml")).propertyNames())
        .containsExactlyInAnyOrder(
            "computer",
            "telegram",
            "discord",
            "whatsapp",
            "redis",
            "agents",
            "stt",
            "tts",
            "chiptunes",
            "terminal",
            "ui",
            "creds",
            "experiments",
            "database",
            "polling");
  }

  @Test
  void keepsPeopleInTheHomeFolderOnly() {
    JsonNode people = yaml(home.resolve("teleclaude.yml")).path("people");
    assertThat(people.findValuesAsString("name")).hasSize(4).contains("Ada Vermeer");
    assertThat(yaml(checkout.resolve("config.yml")).has("people")).isFalse();
    assertThat(yaml(checkout.resolve("teleclaude.yml")).has("people")).isFalse();
    assertThat(yaml(home.resolve("people/Bram_de_Wit/teleclaude.yml")).has("creds")).isTrue();
  }

  @Test
  void leavesOnePlaceholderThatNothingResolves() throws IOException {
    String environment = Files.readString(checkout.resolve(".env"));
    assertThat(checkout.resolve("config.yml")).content().contains("${NOT_SET_ANYWHERE}");
    assertThat(environment).contains("DISCORD_BOT_TOKEN=").doesNotContain("NOT_SET_ANYWHERE");
  }

  @Test
  void marksEverySecretAsMadeUp() throws IOException {
    List<String> secrets =
        Files.readAllLines(checkout.resolve(".env")).stream()
            .filter(line -> line.matches(".*_(KEY|TOKEN|PASSWORD|SECRET|PASS|USER)=.*"))
            .toList();
    assertThat(secrets).hasSize(14).allMatch(line -> line.contains("FAKE"));
  }

  private static JsonNode yaml(Path file) {
    return new YAMLMapper().readTree(file.toFile());
  }
}
