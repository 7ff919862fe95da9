package dev.godwit.cli.cutover.profile;

import dev.godwit.cli.cutover.profile.CutoverProfile.Layout;
import dev.godwit.model.GodwitException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where things are on this machine, and where they go: the profile's variables with their values.
 * What is written lies under {@code root}, where one is given; what is read does not.
 */
public final class Places {
  private final Path home;
  private final Path app;
  private final Path project;
  private final Path root;
  private final String system;
  private final Layout layout;
  private final Map<String, String> values = new LinkedHashMap<>();

  private Places(
      CutoverProfile profile, Path home, Path project, Path root, String system, Layout layout) {
    this.home = home;
    this.app = home.resolve(profile.installation().app());
    this.project = project;
    this.root = root;
    this.system = system;
    this.layout = layout;
    values.put("home", home.toString());
    values.put("app", app.toString());
    values.put("project", project.toString());
    values.put("config", layout.config());
    values.put("data", layout.data());
    values.put("log", layout.log());
    values.put("run", layout.run());
    values.put("docs", layout.docs());
    values.put("user", layout.user());
  }

  /**
   * Finds an installation. {@code project} and {@code root} may be null.
   *
   * @throws GodwitException where there is none, saying where it was looked for
   */
  public static Places find(
      CutoverProfile profile, Path home, Path project, Path root, String system) {
    Path from = home.toAbsolutePath().normalize();
    if (!Files.isDirectory(from)) {
      throw GodwitException.usage("--from " + home + ": no such folder");
    }
    Layout layout = profile.systems().get(system);
    if (layout == null) {
      throw GodwitException.usage(
          "the profile knows no system "
              + system
              + "; it has "
              + String.join(", ", profile.systems().keySet()));
    }
    Path found = project == null ? search(profile, from) : given(profile, project);
    Path under = root == null ? null : root.toAbsolutePath().normalize();
    return new Places(profile, from, found, under, system, layout);
  }

  private static Path given(CutoverProfile profile, Path project) {
    String mark = profile.installation().mark();
    Path folder = project.toAbsolutePath().normalize();
    if (mark != null && !Files.exists(folder.resolve(mark))) {
      throw GodwitException.refused("--project " + project + " holds no " + mark);
    }
    return folder;
  }

  private static Path search(CutoverProfile profile, Path home) {
    List<String> candidates = profile.installation().projects();
    String mark = profile.installation().mark();
    if (mark == null || candidates.isEmpty()) {
      return home.resolve(profile.installation().app());
    }
    Optional<Path> found =
        candidates.stream()
            .map(c -> home.resolve(c).normalize())
            .filter(c -> Files.exists(c.resolve(mark)))
            .findFirst();
    return found.orElseThrow(
        () ->
            GodwitException.refused(
                "no "
                    + mark
                    + " in "
                    + home
                    + "/{"
                    + String.join(", ", candidates)
                    + "}; --from takes the home folder, --project DIR says where the checkout is"));
  }

  public Path home() {
    return home;
  }

  public Path app() {
    return app;
  }

  public Path project() {
    return project;
  }

  /** The folder under which everything is written, or null. */
  public Path root() {
    return root;
  }

  public String system() {
    return system;
  }

  public Layout layout() {
    return layout;
  }

  /** The text with all variables put in. */
  public String text(String written) {
    return Variables.expand(written, values);
  }

  /** A path that is read. */
  public Path source(String written) {
    return Path.of(text(written));
  }

  /** A path that is written: under the root, where there is one. */
  public Path target(String written) {
    return underRoot(Path.of(text(written)));
  }

  private Path underRoot(Path path) {
    return root == null ? path : root.resolve(path.getRoot().relativize(path));
  }

  /** What a written path will be called once it is the system's own: without the root. */
  public String shown(Path target) {
    boolean inside = root != null && target.startsWith(root);
    return inside ? "/" + root.relativize(target) : target.toString();
  }

  /** The folder where the cutover keeps its notes. */
  public Path notes() {
    return target("${data}/godwit-cutover");
  }
}
