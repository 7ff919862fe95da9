import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;

/** Moves a store to another, with nothing but what was published. */
public class Try {
  public static void main(String[] args) {
    try (Source source = Stores.source(args[0], null);
        Target target = Stores.target(args[1], null)) {
      Report report = new Godwit(Progress.NONE).migrate(source, target, Options.DEFAULT);
      System.out.println("tried: " + report.verdict() + ", " + report.copied() + " rows");
    }
  }
}
