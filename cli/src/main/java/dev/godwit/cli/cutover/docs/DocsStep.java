package dev.godwit.cli.cutover.docs;

import dev.godwit.cli.cutover.profile.CutoverProfile.Docs;
import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.cli.cutover.state.Output;
import dev.godwit.cli.cutover.state.OutputWriter;
import dev.godwit.cli.cutover.step.Check;
import dev.godwit.cli.cutover.step.Step;
import dev.godwit.cli.cutover.step.StepPlan;
import dev.godwit.cli.cutover.step.StepResult;
import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Copies the documents through their links, and makes their index anew at the destination. */
public final class DocsStep implements Step {
  private static final String RIGHTS = "rw-r--r--";

  private final Docs docs;
  private final Places places;
  private final boolean rewrite;
  private final Predicate<Output> own;
  private final OutputWriter writer;
  private final References references;
  private int skipped;

  /** {@code own} and {@code writer} as in the configuration's step; {@code rewrite} references. */
  public DocsStep(
      Docs docs, Places places, boolean rewrite, Predicate<Output> own, OutputWriter writer) {
    this.docs = docs;
    this.places = places;
    this.rewrite = rewrite;
    this.own = own;
    this.writer = writer;
    this.references = new References(docs, places);
  }

  @Override
  public String name() {
    return "docs";
  }

  private Path target() {
    return places.target(docs.to());
  }

  @Override
  public StepPlan plan() {
    Path from = places.source(docs.from());
    if (!Files.isDirectory(from)) {
      return StepPlan.of("nothing: there is no " + from);
    }
    LinkedTree tree = LinkedTree.of(from);
    List<Check> checks = new ArrayList<>(tree.checks());
    List<Output> outputs = new ArrayList<>();
    Map<String, Output> planned = new TreeMap<>();
    int found = 0;
    skipped = 0;
    for (Map.Entry<String, Path> file : tree.files().entrySet()) {
      if (!file.getKey().equals(docs.index())) {
        Output output = output(file.getKey(), file.getValue());
        found += references.count(file.getValue());
        planned.put(file.getKey(), output);
        if (Files.exists(output.path()) && !own.test(output)) {
          skipped++;
          checks.add(
              Check.warning(
                  "exists", output.path() + " is there already, and is another", "it was kept"));
        } else {
          outputs.add(output);
        }
      }
    }
    SnippetIndex index = new SnippetIndex(docs, places);
    outputs.add(index.output(planned, tree.files().get(docs.index()), checks));
    if (found > 0 && !rewrite) {
      checks.add(
          Check.warning(
              "references",
              found
                  + " references lead into "
                  + places.app()
                  + " or ~/"
                  + places.app().getFileName(),
              "--rewrite-references lets the copies lead to the copies"));
    }
    return new StepPlan(actions(from, outputs, index, found), checks, outputs);
  }

  private List<String> actions(Path from, List<Output> outputs, SnippetIndex index, int found) {
    List<String> actions = new ArrayList<>();
    long bytes = outputs.stream().mapToLong(Output::bytes).sum();
    actions.add(
        "copy "
            + (outputs.size() - 1)
            + " files from "
            + from
            + " to "
            + target()
            + ", following links, "
            + bytes
            + " bytes"
            + (skipped == 0 ? "" : "; skip " + skipped + " that are there"));
    actions.add(
        "make "
            + docs.index()
            + " anew: "
            + index.entries()
            + " documents, "
            + index.unindexed()
            + " without the front matter for it");
    if (rewrite) {
      actions.add("rewrite " + found + " references in the copies");
    }
    return actions;
  }

  private Output output(String name, Path source) {
    try {
      Path path = target().resolve(name);
      if (name.endsWith("/" + docs.index())) {
        // Some folders bring an index of their own, which says where it is.
        String root = places.shown(path.getParent());
        return Output.of(path, SnippetIndex.moved(Files.readString(source), root), RIGHTS);
      }
      return rewrite && name.endsWith(".md")
          ? Output.of(path, references.rewritten(Files.readString(source)), RIGHTS)
          : Output.copy(path, source, RIGHTS);
    } catch (IOException e) {
      throw GodwitException.refused(source + " cannot be read: " + e);
    }
  }

  @Override
  public StepResult run(StepPlan plan) {
    if (plan.outputs().isEmpty()) {
      return new StepResult(plan.actions(), plan.checks());
    }
    int written = writer.write(name(), plan.outputs());
    long bytes = plan.outputs().stream().mapToLong(Output::bytes).sum();
    return new StepResult(
        List.of(
            written
                + " files written to "
                + target()
                + ", "
                + (plan.outputs().size() - written)
                + " were there already, "
                + skipped
                + " skipped, "
                + bytes
                + " bytes",
            plan.actions().get(1)),
        plan.checks());
  }
}
