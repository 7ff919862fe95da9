package dev.godwit.cli;

import dev.godwit.cli.sample.SampleHome;
import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a TeleClaude home folder to try things on. */
@Command(
    name = "sample",
    description = {
      "Writes a TeleClaude home folder to try things on: DIR/.teleclaude and the checkout"
          + " DIR/teleclaude. Nothing in it is real."
    },
    footer = {"", "Example:", "  godwit sample /tmp/try --messy"})
final class SampleCommand extends Verb {
  @Parameters(paramLabel = "DIR", description = "Where to write it; must not hold one already.")
  private Path dir;

  @Option(
      names = "--messy",
      description = "With the misfits of old installations: orphans, bad JSON, leftovers.")
  private boolean messy;

  @Override
  public Integer call() {
    SampleHome.Written written = write();
    main.surroundings()
        .out()
        .printf(
            "home      %s%ncheckout  %s%n%nTry: godwit migrate --profile teleclaude --from %s,%s%n",
            written.home(), written.checkout(), written.database(), written.events());
    return Exit.EXACT;
  }

  private SampleHome.Written write() {
    try {
      return SampleHome.write(dir, messy);
    } catch (FileSystemException e) {
      String why = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
      throw GodwitException.refused(e.getFile() + ": " + why);
    } catch (IOException | SQLException e) {
      throw GodwitException.failed("the sample cannot be written: " + e.getMessage(), e);
    }
  }
}
