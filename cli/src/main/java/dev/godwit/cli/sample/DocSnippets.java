package dev.godwit.cli.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The documents: files in the checkout, reached from the home folder through symbolic links. */
final class DocSnippets {
  private record Snippet(String path, String type, String scope, String text, String body) {
    String id() {
      return path.replace(".md", "");
    }
  }

  private static final List<Snippet> SNIPPETS =
      List.of(
          new Snippet(
              "creative/design/tone-of-voice.md", "design", "domain", "How we write.", "Be brief."),
          new Snippet(
              "general/concept/session.md",
              "concept",
              "global",
              "What a session is.",
              "See @~/.teleclaude/docs/general/policy/autonomy.md for who decides."),
          new Snippet(
              "general/policy/autonomy.md",
              "policy",
              "global",
              "When to ask — and when not to.",
              "Read @@HOME@/docs/general/principle/honesty.md first."),
          new Snippet(
              "general/principle/honesty.md", "principle", "global", "Say what is.", "Always."),
          new Snippet(
              "general/procedure/hand-over.md",
              "procedure",
              "global",
              "How to hand work over: who's next, and why.",
              "- @~/.teleclaude/docs/general/concept/session.md\n"
                  + "- @~/.teleclaude/docs/software-development/procedure/commit.md"),
          new Snippet(
              "software-development/policy/testing.md",
              "policy",
              "domain",
              "What is tested.",
              "All of it. Mail ada@example.org, not @ada."),
          new Snippet(
              "software-development/procedure/commit.md",
              "procedure",
              "domain",
              "How to commit.",
              "Small."),
          new Snippet(
              "software-development/spec/api.md", "spec", "project", "The API.", "GET /health"));

  private static final List<String> LINKED =
      List.of("creative", "general", "software-development", "index.yaml", "baseline.md");

  private DocSnippets() {}

  static void write(Path home, Path checkout, boolean messy) throws IOException {
    Path source = checkout.resolve("docs/global");
    Path docs = home.resolve("docs");
    for (Snippet snippet : SNIPPETS) {
      put(source.resolve(snippet.path()), page(snippet).replace("@HOME@", home.toString()));
    }
    put(source.resolve("general/notes.md"), "# No front matter\n\nSo it is not indexed.\n");
    put(
        source.resolve("baseline.md"),
        """
        # Baseline

        @~/.teleclaude/docs/general/policy/autonomy.md
        @~/.teleclaude/docs/general/principle/honesty.md
        """);
    put(source.resolve("index.yaml"), index(home));
    thirdParty(docs);
    for (String name : LINKED) {
      Files.createSymbolicLink(docs.resolve(name), source.resolve(name));
    }
    if (messy) {
      brokenLinks(source, docs);
    }
  }

  private static String page(Snippet s) {
    return """
    ---
    id: '%s'
    type: '%s'
    scope: '%s'
    description: '%s'
    visibility: '%s'
    ---

    # %s

    %s
    """
        .formatted(
            s.id(),
            s.type(),
            s.scope(),
            s.text().replace("'", "''"),
            visibility(s),
            s.id(),
            s.body());
  }

  /** As PyYAML writes it: keys in the order given, nothing but ASCII. */
  private static String index(Path home) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("project_root: ").append(home).append('\n');
    yaml.append("snippets_root: ").append(home.resolve("docs")).append("\nsnippets:\n");
    for (Snippet s : SNIPPETS) {
      yaml.append("- id: ").append(s.id());
      yaml.append("\n  description: \"").append(s.text().replace("—", "\\u2014"));
      yaml.append("\"\n  type: ").append(s.type());
      yaml.append("\n  scope: ").append(s.scope());
      yaml.append("\n  path: docs/").append(s.path());
      yaml.append("\n  visibility: ").append(visibility(s));
      yaml.append("\n  source_project: teleclaude\n");
    }
    return yaml.toString();
  }

  private static String visibility(Snippet snippet) {
    return snippet.type().equals("principle") ? "public" : "internal";
  }

  private static void thirdParty(Path docs) throws IOException {
    Path folder = docs.resolve("third-party");
    put(folder.resolve("flyway/migrations.md"), "# Migrations — Flyway\n\nVersions, in order.\n");
    put(
        folder.resolve("postgres/copy.md"),
        "---\ndescription: 'Loading rows fast.'\n---\n\n# COPY\n\nRows from a stream.\n");
    put(
        folder.resolve("index.yaml"),
        "snippets_root: "
            + folder
            + "\nsnippets:\n"
            + "- id: third-party/flyway/migrations\n  description: Migrations\n"
            + "  scope: global\n  path: flyway/migrations.md\n"
            + "- id: third-party/postgres/copy\n  description: Loading rows fast.\n"
            + "  scope: global\n  path: postgres/copy.md\n");
  }

  /** A link to nothing, one to its own folder, and a circle through the checkout. */
  private static void brokenLinks(Path source, Path docs) throws IOException {
    Files.createSymbolicLink(docs.resolve("removed"), source.resolve("removed"));
    Files.createSymbolicLink(docs.resolve("again"), docs);
    Files.createSymbolicLink(source.resolve("general/up"), source);
    Files.createSymbolicLink(
        source.resolve("general/policy/gone.md"), source.resolve("general/policy/deleted.md"));
    Files.createSymbolicLink(docs.resolve("self"), docs.resolve("self"));
  }

  private static void put(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
