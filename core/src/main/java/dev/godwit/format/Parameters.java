package dev.godwit.format;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * How files are read and written, as it stands in a name after the question mark; what was said
 * when a run was noted is remembered beside the files, so that whoever names their path alone finds
 * the same tables in them, a rollback above all.
 */
public final class Parameters {
  private static final String NAME = "parameters.json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Parameters() {}

  /**
   * Takes {@code a=1&b=2,3} apart; those that are {@code single} have one value, commas and all.
   *
   * @throws GodwitException where one is not known
   */
  public static Map<String, List<String>> parse(
      String prefix, String query, List<String> known, List<String> single) {
    Map<String, List<String>> result = new LinkedHashMap<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (!known.contains(key) || equals < 0) {
        throw GodwitException.usage(
            prefix + "…?" + key + ": not a parameter; known are " + String.join(", ", known));
      }
      String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
      List<String> several = Arrays.stream(value.split(",")).filter(v -> !v.isEmpty()).toList();
      result.put(key, single.contains(key) ? List.of(value) : several);
    }
    return result;
  }

  /** Those that lie in this folder, none where it or they are not there. */
  public static Map<String, List<String>> in(Path folder) {
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
      throw GodwitException.refused(file + " is no note of Godwit's; take it away");
    } catch (IOException e) {
      throw GodwitException.failed(file + " cannot be read: " + e, e);
    }
  }

  /** Notes them in this folder, which is there. */
  public static void put(Map<String, List<String>> parameters, Path folder) throws IOException {
    Files.write(folder.resolve(NAME), JSON.writeValueAsBytes(parameters));
  }
}
