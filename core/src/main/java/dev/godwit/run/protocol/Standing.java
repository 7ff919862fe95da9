package dev.godwit.run.protocol;

import dev.godwit.history.Checkpoint;
import dev.godwit.history.History;
import dev.godwit.history.Run;
import dev.godwit.history.State;
import dev.godwit.plan.TableCopy;
import dev.godwit.plan.Watermark;
import dev.godwit.store.Position;
import dev.godwit.store.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the last run left behind of one table, as a note in the history: the greatest value of the
 * watermark, null where there was none, and the digests of the source's rows and of the target's,
 * null where they are not known.
 */
public record Standing(String column, Object reached, String source, String target) {

  private static final String BETWEEN = " = ";
  private static final String UNKNOWN = "-";

  /** By table of the target, of the last run from this source that was kept and wrote to it. */
  public static Map<String, Standing> last(History history, Source source) {
    Map<String, Run> writers = new HashMap<>();
    for (Run run : history.runs()) {
      if (run.isKept() && run.before() != null) {
        State.read(run.before()).tables().forEach(t -> writers.put(t.name(), run));
      }
    }
    writers.values().removeIf(run -> !run.isFrom(source));
    Set<String> ids = writers.values().stream().map(Run::migrationId).collect(Collectors.toSet());
    Map<String, Standing> result = new HashMap<>();
    history
        .checkpoints(ids)
        .forEach(
            (id, reached) ->
                reached.stream()
                    .filter(c -> writers.containsKey(c.table()))
                    .filter(c -> writers.get(c.table()).migrationId().equals(id))
                    .forEach(c -> result.put(c.table(), of(c))));
    return result;
  }

  private static Standing of(Checkpoint c) {
    Position at = c.reached();
    String[] digests = c.digest() == null ? new String[0] : c.digest().split(BETWEEN);
    return new Standing(
        at.isStart() ? null : at.columns().get(0),
        at.isStart() ? null : at.values().get(0),
        digests.length == 2 ? known(digests[0]) : null,
        digests.length == 2 ? known(digests[1]) : null);
  }

  private static String known(String digest) {
    return digest.contains(" ") ? digest : null;
  }

  /** This, if the table holds just what the source does; else how that was is not known. */
  Standing fromSource(boolean exact) {
    return exact ? this : new Standing(column, reached, null, target);
  }

  /** Whether the source and the target were alike, and the target is as it was then. */
  public boolean isLeftAlike(String now) {
    return source != null && source.equals(target) && target.equals(now);
  }

  /** The note for the next run. */
  public Checkpoint note(TableCopy copy, long rows, long rejected) {
    Position at =
        reached == null ? Position.START : new Position(List.of(column), List.of(reached));
    String digests =
        (source == null ? UNKNOWN : source) + BETWEEN + (target == null ? UNKNOWN : target);
    return new Checkpoint(copy.to().name(), at, rows, rejected, digests, true);
  }

  /** Whether this watermark can go on from here. */
  public boolean reaches(Watermark watermark) {
    return reached != null && column.equals(watermark.column());
  }

  /** As {@link java.util.Comparator#compare}; what cannot be compared comes later. */
  public static int order(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    if (a instanceof Number x && b instanceof Number y) {
      return Double.compare(x.doubleValue(), y.doubleValue());
    }
    return a instanceof String x && b instanceof String y ? x.compareTo(y) : 1;
  }

  /** Whether {@link #order} tells anything about the two. */
  public static boolean haveOrder(Object a, Object b) {
    return a instanceof Number && b instanceof Number || a instanceof String && b instanceof String;
  }
}
