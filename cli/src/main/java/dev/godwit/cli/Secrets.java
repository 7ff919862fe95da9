package dev.godwit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What must never be shown: takes passwords out of any text on its way to a person. */
final class Secrets {
  private static final String MASK = "***";
  private static final Pattern IN_URL = Pattern.compile("(://[^:/@\\s]*):[^\\s]*@(?=[^@\\s]*)");
  private static final Pattern IN_QUERY =
      Pattern.compile("(?i)([?&;\\s](?:ssl)?password=)[^&\\s'\"]*");

  private final List<String> known = new ArrayList<>();

  /** Hides this word wherever it comes up. */
  void add(String secret) {
    if (secret != null && secret.length() > 3) {
      known.add(secret);
    }
  }

  String hide(String text) {
    if (text == null) {
      return null;
    }
    String result = IN_URL.matcher(text).replaceAll("$1:" + MASK + "@");
    result = IN_QUERY.matcher(result).replaceAll("$1" + MASK);
    for (String secret : known) {
      result = result.replace(secret, MASK);
    }
    return result;
  }
}
