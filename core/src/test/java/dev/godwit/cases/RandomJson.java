package dev.godwit.cases;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Records of any JSON, by a seed: each member of one kind of value, or of all. */
final class RandomJson {
  private static final int KINDS = 7;
  private static final List<String> NAMES =
      List.of("a", "A b", "a.b", "ä😀", "null", "$ref", "_x", "\\\"q", "select", "", "unnamed");
  private static final List<String> TEXTS =
      List.of("", "x", "7", "true", "null", "[1]", "{}", "\\n\\t\\\"", "ä😀", "2024-01-01", "0.10");
  private static final List<String> NUMBERS =
      List.of(
          "0", "1", "-7", "9223372036854775807", "12345678901234567890", "0.5", "-2.50", "3.1415");

  private final Random random;

  RandomJson(long seed) {
    random = new Random(seed);
  }

  /** An array of up to nine records. */
  String records() {
    List<String> names = new ArrayList<>(NAMES);
    Collections.shuffle(names, random);
    names = names.subList(0, 1 + random.nextInt(names.size()));
    int[] kinds = names.stream().mapToInt(n -> random.nextInt(KINDS)).toArray();
    List<String> records = new ArrayList<>();
    for (int id = 1 + random.nextInt(9); id > 0; id--) {
      List<String> members = new ArrayList<>(List.of("\"id\": " + (10 - id)));
      for (int i = 0; i < kinds.length; i++) {
        if (random.nextInt(8) > 0) {
          members.add("\"" + names.get(i) + "\": " + value(kinds[i], 3));
        }
      }
      records.add("{" + String.join(", ", members) + "}");
    }
    return "[" + String.join(",\n", records) + "]";
  }

  private String value(int kind, int depth) {
    return switch (random.nextInt(6) == 0 ? 0 : kind) {
      case 0 -> "null";
      case 1 -> String.valueOf(random.nextBoolean());
      case 2 -> one(NUMBERS);
      case 3 -> "\"" + one(TEXTS) + "\"";
      case 4 -> depth == 0 ? "[]" : "[" + several(depth - 1) + "]";
      case 5 -> depth == 0 ? "{}" : "{\"" + one(NAMES) + "\": " + any(depth - 1) + "}";
      default -> any(depth);
    };
  }

  private String several(int depth) {
    List<String> values = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(any(depth));
    }
    return String.join(", ", values);
  }

  private String any(int depth) {
    return value(random.nextInt(KINDS - 1), depth);
  }

  private String one(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }
}
