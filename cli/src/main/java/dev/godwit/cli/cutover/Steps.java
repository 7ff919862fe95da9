package dev.godwit.cli.cutover;

import dev.godwit.cli.cutover.config.ConfigStep;
import dev.godwit.cli.cutover.config.People;
import dev.godwit.cli.cutover.docs.DocsStep;
import dev.godwit.cli.cutover.ownership.Accounts;
import dev.godwit.cli.cutover.ownership.OwnershipStep;
import dev.godwit.cli.cutover.profile.CutoverProfile;
import dev.godwit.cli.cutover.state.Output;
import dev.godwit.cli.cutover.state.OutputWriter;
import dev.godwit.cli.cutover.state.StateFile;
import dev.godwit.cli.cutover.step.Step;
import dev.godwit.cli.cutover.transfer.TransferStep;
import dev.godwit.cli.cutover.validation.ValidationStep;
import dev.godwit.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The steps of one cutover, in their order: those that its profile knows. */
final class Steps {
  private final List<Step> work = new ArrayList<>();
  private final ValidationStep validation;

  /** {@code server} is null where it is still to be made. */
  Steps(
      Request request,
      Server server,
      List<Path> databases,
      StateFile state,
      Consumer<Report> kept,
      Consumer<String> progress) {
    CutoverProfile profile = request.profile();
    String user = request.places().root() == null ? request.places().layout().user() : null;
    OutputWriter writer = new OutputWriter(state, user, progress);
    Predicate<Output> own = state::isOwn;
    List<String> sources = databases.stream().map(Path::toString).toList();
    boolean begun = !request.force() && state.state().steps().containsKey("transfer");
    work.add(new TransferStep(server == null ? null : server.importer(), sources, begun, kept));
    if (profile.ownership() != null) {
      var people = People.listed(profile.config(), request.places());
      work.add(
          new OwnershipStep(
              profile.ownership(),
              people,
              Accounts.of(people, request.uids()),
              request.owner(),
              server == null ? null : server::connect,
              server == null ? null : server.importer()::changed));
    }
    if (profile.config() != null) {
      work.add(
          new ConfigStep(
              profile.config(),
              request.places(),
              server == null ? null : server.address(),
              request.force(),
              own,
              writer));
    }
    if (profile.docs() != null) {
      work.add(
          new DocsStep(profile.docs(), request.places(), request.rewriteReferences(), own, writer));
    }
    validation =
        new ValidationStep(
            profile,
            request.places(),
            databases,
            server == null ? null : server.importer(),
            request.owner(),
            server == null ? null : server::connect);
  }

  /** Those that change something. */
  List<Step> work() {
    return work;
  }

  ValidationStep validation() {
    return validation;
  }
}
