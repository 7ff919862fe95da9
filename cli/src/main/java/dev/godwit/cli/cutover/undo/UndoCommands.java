package dev.godwit.cli.cutover.undo;

import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.model.Shell;
import java.util.ArrayList;
import java.util.List;

/** The exact commands that lead back, on this machine. */
public final class UndoCommands {
  private UndoCommands() {}

  /** {@code migrationId} may be null: then no rows were moved. */
  public static List<String> commands(
      String profile, Places places, String target, String migrationId) {
    List<String> lines = new ArrayList<>();
    List<String> back = places.layout().back();
    if (!back.isEmpty()) {
      lines.add("# 1. stop the system's daemon");
      lines.add(places.text(back.get(0)));
    }
    lines.add("# 2. take the files back that were written, as far as nobody changed them");
    lines.add(
        "godwit cutover --undo --profile "
            + Shell.word(profile)
            + " --from "
            + Shell.word(places.home().toString())
            + " --project "
            + Shell.word(places.project().toString())
            + " --os "
            + places.system()
            + (places.root() == null ? "" : " --root " + Shell.word(places.root().toString())));
    if (migrationId != null) {
      lines.add("# 3. take the rows back");
      lines.add(Shell.rollback(target, migrationId));
    }
    if (back.size() > 1) {
      lines.add("# 4. start the old daemon: its databases and files are as they were");
      back.subList(1, back.size()).forEach(c -> lines.add(places.text(c)));
    }
    return lines;
  }
}
