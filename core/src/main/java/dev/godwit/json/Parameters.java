package dev.godwit.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a plain file was read and written when a run was noted, so that whoever names its path alone
 * finds the same tables in it, a rollback above all.
 */
final class Parameters {
  private static final String NAME = "parameters.json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Parameters() {}

  /** Those that lie in this folder, none where it or they are not there. */
  static Map<String, List<String>> in(Path folder) {
    Path file = folder.resolve(NAME);
    Map<String, List<String>> result = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return result;
    }
    try {
      JSON.readTree(Files.readAllBytes(file))
          .properties()
          .forEach(
              e -> {
                List<String> values = new ArrayList<>();
                e.getValue().forEach(v -> values.add(v.asString()));
                result.put(e.getKey(), values);
              });
      return result;
    } catch (JacksonException e) {
      throw Json.broken(file, e);
    } catch (IOException e) {
      throw Json.unreadable(file, e);
    }
  }

  static void put(Map<String, List<String>> parameters, Path folder) throws IOException {
    Files.write(folder.resolve(NAME), JSON.writeValueAsBytes(parameters));
  }
}
