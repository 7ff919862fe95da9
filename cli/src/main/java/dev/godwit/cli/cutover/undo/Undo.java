package dev.godwit.cli.cutover.undo;

import dev.godwit.cli.cutover.state.CutoverState;
import dev.godwit.cli.cutover.state.Output;
import dev.godwit.cli.cutover.state.StateFile;
import dev.godwit.cli.cutover.step.Check;
import dev.godwit.cli.cutover.step.StepResult;
import dev.godwit.model.GodwitException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes back the files of a cutover: those that it wrote and that are still as it wrote them.
 * Interrupted, it can be run again.
 */
public final class Undo {
  private final Path notes;
  private final CutoverState state;
  private final Consumer<String> progress;
  private final List<Check> checks = new ArrayList<>();
  private int removed;
  private int restored;

  public Undo(Path notes, CutoverState state, Consumer<String> progress) {
    this.notes = notes;
    this.state = state;
    this.progress = progress;
  }

  /** What it would do. */
  public List<String> plan() {
    try {
      int mine = 0;
      for (CutoverState.Written file : state.files()) {
        mine += isUnchanged(file) ? 1 : 0;
      }
      return List.of(
          "remove "
              + mine
              + " files that the cutover wrote, and the folders that it made for them");
    } catch (IOException e) {
      throw GodwitException.failed("the files cannot be looked at: " + e, e);
    }
  }

  /** {@code own} are the notes that are no outputs: reports and such. */
  public StepResult run(List<String> own) {
    try {
      for (CutoverState.Written file : state.files()) {
        takeBack(file);
      }
      for (String name : own) {
        Files.deleteIfExists(notes.resolve(name));
      }
      Files.deleteIfExists(notes.resolve(StateFile.NAME));
      return new StepResult(
          List.of(
              removed + " files removed, " + restored + " that were there before put back",
              "the rows in the database are not touched: godwit rollback takes those back"),
          checks);
    } catch (IOException e) {
      throw GodwitException.failed(
          "a file could not be taken back: " + e + "; see to its rights and run it again", e);
    }
  }

  private static boolean isUnchanged(CutoverState.Written file) throws IOException {
    Path path = Path.of(file.path());
    return Files.isRegularFile(path) && Output.digest(path).equals(file.sha256());
  }

  private void takeBack(CutoverState.Written file) throws IOException {
    Path path = Path.of(file.path());
    Files.deleteIfExists(path.resolveSibling("." + path.getFileName() + ".godwit-unfinished"));
    if (Files.exists(path) && !isUnchanged(file)) {
      checks.add(
          Check.warning("changed", path + " was changed since", "it was kept; see to it by hand"));
      return;
    }
    if (Files.deleteIfExists(path)) {
      removed++;
      progress.accept("undo: removed " + path);
    }
    if (file.replaced() != null && Files.exists(Path.of(file.replaced()))) {
      Files.move(Path.of(file.replaced()), path, StandardCopyOption.ATOMIC_MOVE);
      restored++;
    }
  }

  /** The folders that the cutover made and that are empty now, the innermost first. */
  public static void removeFolders(CutoverState state) {
    List<String> folders = state.folders();
    for (int i = folders.size() - 1; i >= 0; i--) {
      File folder = new File(folders.get(i));
      String[] left = folder.list();
      // What holds files of others is theirs to remove.
      if (left != null && left.length == 0 && !folder.delete()) {
        throw GodwitException.failed(folder + " is empty and cannot be removed", null);
      }
    }
  }
}
