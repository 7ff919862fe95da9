package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "postgresql://me:pw@h:5/d postgresql://me:***@h:5/d",
        "postgresql://me:p@w/x@h/d postgresql://me:***@h/d",
        "jdbc:postgresql://h/d?user=me&password=pw&x=1"
            + " jdbc:postgresql://h/d?user=me&password=***&x=1",
        "postgresql://me@h:5/d postgresql://me@h:5/d",
        "/a/known-one/b /a/***/b"
      })
  void passwordsAreTakenOutOfAnyText(String text, String shown) {
    Secrets secrets = new Secrets();
    secrets.add("known-one");
    assertThat(secrets.hide(text)).isEqualTo(shown);
  }
}
