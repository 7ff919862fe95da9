package dev.godwit.cli.cutover.state;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes a step's files, noting each in the state before. A file that is there already with the
 * same content is left alone; one with other content is moved aside, where the step wants it so.
 */
public final class OutputWriter {
  private static final String ASIDE = ".before-cutover";

  private final StateFile state;
  private final String owner;
  private final Consumer<String> progress;

  /** {@code owner} is the account that new files are given to, or null. */
  public OutputWriter(StateFile state, String owner, Consumer<String> progress) {
    this.state = state;
    this.owner = owner;
    this.progress = progress;
  }

  /** Returns how many files it wrote. */
  public int write(String step, List<Output> outputs) {
    Path current = null;
    try {
      List<Output> missing = new ArrayList<>();
      for (Output output : outputs) {
        current = output.path();
        if (!output.isThere()) {
          missing.add(output);
        }
      }
      List<Path> folders = missingFolders(missing);
      List<CutoverState.Written> intended = new ArrayList<>();
      for (Output output : missing) {
        current = output.path();
        intended.add(written(step, output));
      }
      state.intend(intended, folders);
      progress.accept(step + ": noted what will be written");
      for (Path folder : folders) {
        current = folder;
        make(folder);
      }
      for (int i = 0; i < missing.size(); i++) {
        Output output = missing.get(i);
        current = output.path();
        write(output, intended.get(i).replaced());
        progress.accept(step + ": wrote " + output.path());
      }
      return missing.size();
    } catch (IOException e) {
      throw GodwitException.failed(
          current + " cannot be written: " + why(e) + "; see to its rights and to the disk", e);
    }
  }

  private static String why(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException ? "permission denied" : e.toString();
  }

  /** A file of somebody else's is never lost: it goes aside, under a name that is free. */
  private CutoverState.Written written(String step, Output output) throws IOException {
    String path = output.path().toString();
    CutoverState.Written earlier = state.known(path);
    String replaced = earlier == null ? null : earlier.replaced();
    if (Files.exists(output.path())) {
      boolean own = earlier != null && earlier.sha256().equals(Output.digest(output.path()));
      replaced = own ? replaced : free(output.path()).toString();
    }
    return new CutoverState.Written(path, output.sha256(), step, replaced);
  }

  private static Path free(Path path) {
    Path aside = path.resolveSibling(path.getFileName() + ASIDE);
    for (int i = 2; Files.exists(aside); i++) {
      aside = path.resolveSibling(path.getFileName() + ASIDE + "-" + i);
    }
    return aside;
  }

  private static List<Path> missingFolders(List<Output> outputs) {
    List<Path> missing = new ArrayList<>();
    for (Output output : outputs) {
      List<Path> chain = new ArrayList<>();
      for (Path p = output.path().getParent(); p != null && !Files.exists(p); p = p.getParent()) {
        chain.add(0, p);
      }
      chain.stream().filter(p -> !missing.contains(p)).forEach(missing::add);
    }
    return missing;
  }

  private void make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      give(folder);
    }
  }

  private void write(Output output, String replaced) throws IOException {
    if (replaced != null && Files.exists(output.path()) && !Files.exists(Path.of(replaced))) {
      Files.move(output.path(), Path.of(replaced), StandardCopyOption.ATOMIC_MOVE);
    }
    try (InputStream content = output.content().open()) {
      DurableFile.write(output.path(), content, output.rights());
    }
    give(output.path());
  }

  private void give(Path path) throws IOException {
    if (owner != null) {
      UserPrincipal user =
          FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(owner);
      Files.setOwner(path, user);
    }
  }
}
