package dev.godwit.cli.cutover.state;

import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.model.GodwitException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The state on disk, in the folder of the cutover's notes: saved before each thing that is done and
 * after it. One per cutover, not thread-safe.
 */
public final class StateFile {
  public static final String NAME = "state.json";
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path folder;
  private CutoverState state;

  public StateFile(Path folder, CutoverState state) {
    this.folder = folder;
    this.state = state;
  }

  /** What an earlier run left in this folder. */
  public static Optional<CutoverState> read(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(Files.readString(file), CutoverState.class));
    } catch (IOException | JacksonException e) {
      throw GodwitException.refused(
          file + " cannot be read as the state of a cutover; move it away to begin anew");
    }
  }

  public CutoverState state() {
    return state;
  }

  /** Makes the system's folders, as far as they are not there, and notes that it did. */
  public void start(Places places) {
    List<Path> wanted = new ArrayList<>();
    for (String written : List.of("${config}", "${data}", "${log}", "${run}", "${docs}")) {
      wanted.add(places.target(written));
    }
    wanted.add(folder);
    List<Path> missing = new ArrayList<>();
    for (Path path : wanted) {
      List<Path> chain = new ArrayList<>();
      for (Path p = path; p != null && !Files.exists(p); p = p.getParent()) {
        chain.add(0, p);
      }
      chain.stream().filter(p -> !missing.contains(p)).forEach(missing::add);
    }
    try {
      for (Path path : wanted) {
        Files.createDirectories(path);
      }
    } catch (IOException e) {
      throw GodwitException.failed("the system's folders cannot be made: " + e, e);
    }
    intend(List.of(), missing);
  }

  /** Whether this output is there as this cutover wrote it, now or in an earlier run. */
  public boolean isOwn(Output output) {
    try {
      CutoverState.Written known = known(output.path().toString());
      return output.isThere()
          || (known != null
              && Files.isRegularFile(output.path())
              && known.sha256().equals(Output.digest(output.path())));
    } catch (IOException e) {
      return false;
    }
  }

  public void begin(String step) {
    progress(step, new CutoverState.Progress(CutoverState.Progress.RUNNING, List.of(), List.of()));
  }

  public void done(String step, List<String> facts, List<CutoverState.Remark> remarks) {
    progress(step, new CutoverState.Progress(CutoverState.Progress.DONE, facts, remarks));
  }

  public void failed(String step, String why) {
    progress(
        step, new CutoverState.Progress(CutoverState.Progress.FAILED, List.of(why), List.of()));
  }

  private void progress(String step, CutoverState.Progress progress) {
    state.steps().put(step, progress);
    save();
  }

  public void migrated(String migrationId) {
    state =
        new CutoverState(
            state.between(), migrationId, state.steps(), state.files(), state.folders());
    save();
  }

  /** What is noted of a file, or null. */
  CutoverState.Written known(String path) {
    return state.files().stream().filter(f -> f.path().equals(path)).findFirst().orElse(null);
  }

  /** Before they are written: whatever happens then, they are known. */
  void intend(List<CutoverState.Written> files, List<Path> folders) {
    for (CutoverState.Written file : files) {
      state.files().removeIf(f -> f.path().equals(file.path()));
      state.files().add(file);
    }
    for (Path made : folders) {
      if (!state.folders().contains(made.toString())) {
        state.folders().add(made.toString());
      }
    }
    save();
  }

  private void save() {
    byte[] json = (MAPPER.writeValueAsString(state) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      Files.createDirectories(folder);
      DurableFile.write(folder.resolve(NAME), new ByteArrayInputStream(json), "rw-------");
    } catch (IOException e) {
      throw GodwitException.failed(
          "the state of the cutover cannot be written to " + folder + ": " + e, e);
    }
  }
}
