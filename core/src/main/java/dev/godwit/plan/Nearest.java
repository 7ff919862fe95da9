package dev.godwit.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds what a person probably meant. */
public final class Nearest {
  private Nearest() {}

  /** The known word of least edit distance (Levenshtein), ignoring case; "" where none is known. */
  public static String to(String word, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.comparingInt(
                k -> distance(word.toLowerCase(Locale.ROOT), k.toLowerCase(Locale.ROOT))))
        .orElse("");
  }

  /** Whether two words differ by a slip: one letter or two, of at least three times as many. */
  static boolean isSlip(String one, String other) {
    int letters = Math.min(one.length(), other.length());
    int distance = distance(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
    return distance <= Math.min(2, letters / 3);
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitute, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
