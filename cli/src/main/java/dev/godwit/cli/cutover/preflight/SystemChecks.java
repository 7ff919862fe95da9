package dev.godwit.cli.cutover.preflight;

import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.cli.cutover.step.Check;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;

/** Whether the system is there to be moved to. Under a root, what is missing is only named. */
public final class SystemChecks {
  private final Places places;

  public SystemChecks(Places places) {
    this.places = places;
  }

  public List<Check> all() {
    List<Check> checks = new ArrayList<>();
    checks.add(user());
    for (String folder : List.of("${config}", "${data}", "${log}", "${run}", "${docs}")) {
      checks.add(folder(folder));
    }
    return checks;
  }

  private Check user() {
    String name = places.layout().user();
    try {
      FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
      return places.root() != null || mayGive(name)
          ? Check.ok("service user", name)
          : Check.failed(
              "service user",
              name
                  + " exists, but files cannot be given to it by "
                  + System.getProperty("user.name"),
              "run it with sudo, or try it with --root DIR");
    } catch (UserPrincipalNotFoundException e) {
      return missing("service user", "there is no user " + name);
    } catch (IOException | UnsupportedOperationException e) {
      return missing("service user", "the users of this system cannot be looked up");
    }
  }

  private static boolean mayGive(String name) {
    String me = System.getProperty("user.name");
    return me.equals("root") || me.equals(name);
  }

  private Check folder(String written) {
    Path target = places.target(written);
    if (Files.isDirectory(target)) {
      return Files.isWritable(target)
          ? Check.ok("folder", target.toString())
          : Check.failed(
              "folder", target + " cannot be written to", "run it with sudo, or see to its rights");
    }
    if (Files.exists(target)) {
      return Check.failed("folder", target + " is no folder", "move it away");
    }
    Path above = target;
    while (!Files.exists(above)) {
      above = above.getParent();
    }
    if (!Files.isWritable(above) || !Files.isDirectory(above)) {
      return Check.failed(
          "folder", above + " cannot be written to", "see to its rights, or use another --root");
    }
    return missing("folder", "there is no " + target);
  }

  private Check missing(String name, String evidence) {
    return places.root() == null
        ? Check.failed(name, evidence, "install the system first, or try it with --root DIR")
        : Check.warning(
            name,
            evidence,
            name.equals("folder") ? "it is made" : "nothing is given to it under --root");
  }
}
