package dev.godwit.cli.cutover.docs;

import dev.godwit.cli.cutover.config.FrontMatter;
import dev.godwit.cli.cutover.profile.CutoverProfile.Docs;
import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.cli.cutover.state.Output;
import dev.godwit.cli.cutover.step.Check;
import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The list of all documents that say of themselves what they are. */
final class SnippetIndex {
  private static final Pattern HEADING = Pattern.compile("^# +(.+?)\\s*$", Pattern.MULTILINE);
  private static final String SNIPPETS = "snippets";

  private final Docs docs;
  private final Places places;
  private final Map<String, Map<String, String>> entries = new TreeMap<>();
  private int unindexed;

  SnippetIndex(Docs docs, Places places) {
    this.docs = docs;
    this.places = places;
  }

  int entries() {
    return entries.size();
  }

  int unindexed() {
    return unindexed;
  }

  /** The index of the planned files and of those that are at the destination already. */
  Output output(Map<String, Output> planned, Path oldIndex, List<Check> checks) {
    Path folder = places.target(docs.to());
    Map<String, String> documents = new TreeMap<>();
    present(folder, documents);
    planned.forEach(
        (name, output) -> {
          if (isDocument(name)) {
            documents.putIfAbsent(name, output.text());
          }
        });
    Map<String, String> projects = projects(oldIndex);
    documents.forEach((name, text) -> add(name, text, projects, checks));
    Map<String, String> head = new LinkedHashMap<>();
    head.put("project_root", places.text(docs.rootOfIndex()));
    head.put("snippets_root", places.shown(folder));
    String yaml = FrontMatter.index(head, SNIPPETS, List.copyOf(entries.values()));
    return Output.of(folder.resolve(docs.index()), yaml, "rw-r--r--");
  }

  private boolean isDocument(String name) {
    return name.endsWith(".md") && docs.except().stream().noneMatch(e -> name.startsWith(e + "/"));
  }

  private void present(Path folder, Map<String, String> documents) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (isDocument(name)) {
          documents.put(
              name, new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw GodwitException.refused(folder + " cannot be read: " + e);
    }
  }

  /** Which project each document came from: only the old index knows. */
  private Map<String, String> projects(Path oldIndex) {
    Map<String, String> result = new LinkedHashMap<>();
    if (oldIndex != null) {
      try {
        for (Map<String, String> entry :
            FrontMatter.entries(Files.readString(oldIndex), SNIPPETS)) {
          if (entry.containsKey("id") && entry.containsKey("source_project")) {
            result.put(entry.get("id"), entry.get("source_project"));
          }
        }
      } catch (IOException e) {
        throw GodwitException.refused(oldIndex + " cannot be read: " + e);
      }
    }
    return result;
  }

  private void add(String name, String text, Map<String, String> projects, List<Check> checks) {
    Optional<Map<String, String>> described = described(name, text);
    if (described.isEmpty()) {
      unindexed++;
      return;
    }
    Map<String, String> front = described.get();
    Map<String, String> entry = new LinkedHashMap<>();
    for (String key : docs.required()) {
      entry.put(key, front.get(key));
    }
    String id = front.get("id");
    // In the order in which the application writes them.
    Map<String, String> ordered = new LinkedHashMap<>();
    ordered.put("id", id);
    ordered.put("description", entry.get("description"));
    entry.forEach(ordered::putIfAbsent);
    ordered.put("path", folderName() + "/" + name);
    ordered.put("visibility", front.getOrDefault("visibility", docs.visibility()));
    if (projects.containsKey(id)) {
      ordered.put("source_project", projects.get(id));
    }
    if (entries.putIfAbsent(id, ordered) != null) {
      checks.add(
          Check.warning(
              "same id",
              name + " has the id of " + entries.get(id).get("path"),
              "only the first is in the index; give the other an id of its own"));
    }
  }

  private String folderName() {
    return places.target(docs.to()).getFileName().toString();
  }

  private Optional<Map<String, String>> described(String name, String text) {
    Optional<Map<String, String>> front = FrontMatter.of(text);
    if (front.isPresent()) {
      return front.filter(f -> f.keySet().containsAll(docs.required()));
    }
    String folder = name.contains("/") ? name.substring(0, name.indexOf('/')) : "";
    Matcher heading = HEADING.matcher(text);
    if (!docs.baseline().contains(folder) || !heading.find()) {
      return Optional.empty();
    }
    String[] parts = name.split("/");
    return Optional.of(
        Map.of(
            "id",
            name.replaceFirst("\\.md$", ""),
            "type",
            parts[parts.length - 2],
            "scope",
            "global",
            "description",
            heading.group(1)));
  }

  /** A folder's own index, at its new place. */
  static String moved(String yaml, String root) {
    return FrontMatter.with(yaml, "snippets_root", root);
  }
}
