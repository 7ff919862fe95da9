package dev.godwit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of commands are what a shell reads, and harmless to look at. */
class ShellTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.db",
        "my data/it's.db",
        "$HOME `id` \"x\" \\ & ; * ? ! ~ #",
        "tab\tline\nend\u001b[31m\u007fé\u009b'\\",
        "-x"
      })
  void wordsComeOutOfAShellAsTheyWere(String text) throws IOException {
    String word = Shell.word(text);
    assertThat(word.chars()).noneMatch(Character::isISOControl);
    Process shell = new ProcessBuilder("bash", "-c", "printf '%s' " + word).start();
    byte[] out = shell.getInputStream().readAllBytes();
    assertThat(new String(out, StandardCharsets.UTF_8)).isEqualTo(text);
  }
}
