package dev.godwit.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What must never be shown: takes passwords out of any text on its way to a person, and places that
 * mean nothing to them.
 */
final class Secrets {
  private static final String MASK = "***";
  private static final Pattern IN_URL = Pattern.compile("(://[^:/@\\s]*):[^\\s]*@(?=[^@\\s]*)");
  private static final Pattern IN_QUERY =
      Pattern.compile("(?i)([?&;\\s](?:ssl)?password=)[^&\\s'\"]*");

  private final List<String> known = new ArrayList<>();
  private final Map<String, String> places = new LinkedHashMap<>();

  /** Hides this word wherever it comes up. */
  void add(String secret) {
    if (secret != null && secret.length() > 3) {
      known.add(secret);
    }
  }

  /** Shows a place of our own as what was written for it. */
  void call(String place, String written) {
    places.put(place, written);
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
    return placed(result);
  }

  /** Only the places. */
  String placed(String text) {
    String result = text;
    for (Map.Entry<String, String> place : places.entrySet()) {
      result = result.replace(place.getKey(), place.getValue());
    }
    return result;
  }
}
