package dev.godwit.cli.cutover.state;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One cutover: between what, how far it is, and what it wrote. The record is the file's JSON. Its
 * {@code files} were meant to be written; those that are there with this digest are its own.
 */
public record CutoverState(
    Between between,
    String migrationId,
    Map<String, Progress> steps,
    List<Written> files,
    List<String> folders) {
  /** What must be the same for a run to go on with another's work. */
  public record Between(
      String profile,
      String from,
      String project,
      String root,
      String system,
      String target,
      String person,
      long uid) {
    /** What is not the same in another: names of options, no values. */
    public String differences(Between other) {
      List<String> names = new ArrayList<>();
      for (RecordComponent part : Between.class.getRecordComponents()) {
        try {
          if (!Objects.equals(part.getAccessor().invoke(this), part.getAccessor().invoke(other))) {
            names.add(part.getName());
          }
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      }
      return "it differs in " + String.join(", ", names);
    }
  }

  /** How far a step is: {@code running}, {@code done} or {@code failed}, and what it told. */
  public record Progress(String status, List<String> facts, List<Remark> remarks) {
    public static final String RUNNING = "running";
    public static final String DONE = "done";
    public static final String FAILED = "failed";
  }

  /** A check of a step that is done. */
  public record Remark(String name, String level, String evidence, String advice) {}

  /** {@code replaced} is where a file that was there before has gone, or null. */
  public record Written(String path, String sha256, String step, String replaced) {}

  public CutoverState {
    steps = new LinkedHashMap<>(steps);
    files = new ArrayList<>(files);
    folders = new ArrayList<>(folders);
  }

  public static CutoverState begin(Between between) {
    return new CutoverState(between, null, Map.of(), List.of(), List.of());
  }

  /** The same files and folders, but nothing done: what was written is still known. */
  public CutoverState again(Between other) {
    return new CutoverState(other, null, Map.of(), files, folders);
  }

  public boolean isDone(String step) {
    Progress progress = steps.get(step);
    return progress != null && progress.status().equals(Progress.DONE);
  }
}
