package dev.godwit.cli;

import dev.godwit.cli.cutover.Cutover;
import dev.godwit.cli.cutover.Request;
import dev.godwit.cli.cutover.Server;
import dev.godwit.cli.cutover.profile.CutoverProfile;
import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.cli.cutover.profile.ProfileFile;
import dev.godwit.cli.cutover.report.CutoverHtml;
import dev.godwit.cli.cutover.report.CutoverReport;
import dev.godwit.cli.cutover.report.CutoverText;
import dev.godwit.cli.progress.Watch;
import dev.godwit.model.GodwitException;
import dev.godwit.plan.Owner;
import dev.godwit.postgres.session.PostgresUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From one person's installation to the system's. */
@Command(
    name = "cutover",
    description = {
      "Makes one person's installation the system's: looks at everything first, then moves the"
          + " databases, says whose the rows are, splits the configuration, copies the documents and"
          + " validates. The old installation is only read. See docs/cutover.md."
    },
    footer = {
      "",
      "Example:",
      "  godwit cutover --profile teleclaude --from /home/ada --owner-person ada --owner-uid 1000 --dry-run"
    })
final class CutoverCommand extends Verb {
  @Mixin private OutputOptions output;

  @Option(
      names = "--profile",
      required = true,
      paramLabel = "NAME|FILE.yml",
      description = "Which application: teleclaude, or a profile of your own.")
  private String profile;

  @Mixin private InstallationOptions installation;

  @Option(
      names = "--to",
      paramLabel = "STORE",
      description = {
        "The database. Left out: a PostgreSQL of your own, kept under your data folder and left"
            + " running; its URL is printed."
      })
  private String to;

  @Option(
      names = "--connection-url",
      paramLabel = "URL",
      description = "The database meant by --to postgresql.")
  private String connectionUrl;

  @Mixin private final PasswordFile passwordFile = new PasswordFile();

  @Option(
      names = "--owner-person",
      paramLabel = "NAME",
      description = "The migrating person, as the configuration's people: name them.")
  private String ownerPerson;

  @Option(names = "--owner-uid", paramLabel = "N", description = "That person's user id.")
  private Long ownerUid;

  @Option(
      names = "--uid",
      paramLabel = "NAME=N",
      description = "The user id of another person, where their account does not tell it.")
  private Map<String, Long> uids = Map.of();

  @Option(
      names = "--rewrite-references",
      description = "Let references in the copied documents lead to the copies.")
  private boolean rewriteReferences;

  @Option(
      names = {"--dry-run", "--preview"},
      description = "Look at everything and say what would be done; write nothing.")
  private boolean dryRun;

  @Option(names = "--resume", description = "Go on where an earlier run stopped.")
  private boolean resume;

  @Option(
      names = "--force",
      description = {
        "Empty the target's tables first, and write over files that are there; those are kept aside."
      })
  private boolean force;

  @Option(
      names = "--undo",
      description = {
        "Take the files back that a cutover wrote and nobody changed since. The rows: godwit"
            + " rollback."
      })
  private boolean undo;

  @Override
  public Integer call() {
    output.check();
    CutoverReport report = report();
    output.deliver(
        main.surroundings(),
        () -> main.secrets().hide(CutoverText.of(report)),
        report,
        () -> CutoverHtml.of(report));
    return code(report.verdict());
  }

  private CutoverReport report() {
    try (Watch watch = output.watch(main.surroundings())) {
      Request request = request();
      return done(new Cutover(request, watch::phase), request, watch);
    }
  }

  private CutoverReport done(Cutover cutover, Request request, Watch watch) {
    if (undo) {
      return cutover.undo(dryRun);
    }
    Supplier<Server> opening = () -> server(request, watch);
    return dryRun ? cutover.plan(to == null ? () -> null : opening) : cutover.run(opening);
  }

  private static int code(String verdict) {
    return switch (verdict) {
      case "planned", "exact", "undone" -> Exit.EXACT;
      case "failed" -> Exit.FAILED;
      default -> Exit.REFUSED;
    };
  }

  private Request request() {
    if (!undo && (ownerPerson == null || ownerUid == null)) {
      throw GodwitException.usage(
          "cutover needs --owner-person NAME and --owner-uid N: every session gets an owner");
    }
    if (ownerUid != null && ownerUid < 0) {
      throw GodwitException.usage("--owner-uid " + ownerUid + ": write a number from 0 on");
    }
    CutoverProfile known = ProfileFile.read(profile);
    Places places = installation.places(known);
    return new Request(
        profile,
        known,
        places,
        new Owner(ownerPerson, ownerUid == null ? 0L : ownerUid),
        uids,
        resume,
        force,
        rewriteReferences);
  }

  private Server server(Request request, Watch watch) {
    watch.phase(to == null ? "starting PostgreSQL" : "connecting");
    StoreOptions.Place place = StoreOptions.ofTarget(to, connectionUrl, passwordFile).target(main);
    PostgresUrl url = PostgresUrl.parse(place.name(), place.password());
    List<String> sources =
        request.profile().installation().databases().stream()
            .map(d -> request.places().source(d.path()))
            .filter(Files::exists)
            .map(Path::toString)
            .toList();
    return new Server(
        url,
        place.shown(),
        new FlywayImporter(
            place, request.profile().flyway(), sources, force, watch, main.ending()));
  }
}
