package dev.godwit.cli.cutover.config;

import dev.godwit.cli.cutover.profile.Variables;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A tree as its values by path, for comparing what was with what is. */
final class Leaves {
  private Leaves() {}

  /** The scalars of what {@link Yaml#plain} gave, with variables put in. */
  static Map<String, String> of(Object plain, Map<String, String> variables) {
    Map<String, String> result = new TreeMap<>();
    collect(plain, "", variables, result);
    return result;
  }

  private static void collect(
      Object value, String path, Map<String, String> variables, Map<String, String> into) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      map.forEach((k, v) -> collect(v, path.isEmpty() ? "" + k : path + "." + k, variables, into));
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      for (int i = 0; i < list.size(); i++) {
        collect(list.get(i), path + "[" + i + "]", variables, into);
      }
    } else {
      into.put(path, Variables.expand(String.valueOf(value), variables));
    }
  }

  /** The paths at which two trees are not the same. */
  static Set<String> differences(Map<String, String> a, Map<String, String> b) {
    Set<String> paths = new TreeSet<>(a.keySet());
    paths.addAll(b.keySet());
    paths.removeIf(p -> a.containsKey(p) && a.get(p).equals(b.get(p)));
    return paths;
  }
}
