package dev.godwit.cli.cutover.ownership;

import dev.godwit.cli.cutover.config.Person;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The user ids that people have on this machine. */
public final class Accounts {
  private Accounts() {}

  /** By people's names: those that were said, then those of their accounts. */
  public static Map<String, Long> of(List<Person> people, Map<String, Long> said) {
    Map<String, Long> result = new HashMap<>();
    for (Person person : people) {
      Long uid = person.account() == null ? null : uid(person.account());
      if (uid != null) {
        result.put(person.name(), uid);
      }
    }
    result.putAll(said);
    return result;
  }

  /** Asks the system, which may know its users from elsewhere than a file. */
  private static Long uid(String account) {
    if (!account.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
      return null;
    }
    try {
      Process process =
          new ProcessBuilder("id", "-u", account)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? Long.valueOf(text) : null;
    } catch (IOException | NumberFormatException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
