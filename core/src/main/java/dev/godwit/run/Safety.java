package dev.godwit.run;

import dev.godwit.store.Ledger;
import java.nio.file.Path;

/**
 * How a run provides for its way back. Rows that it overwrites are kept in {@code backups}, or
 * nowhere where that is null; with {@code rehearse}, what was kept is restored into a scratch place
 * and compared before the first write. {@code ledger} is what another tool notes of the run, or
 * null. {@code anyVersion}: an application's history of versions in the target need not be the
 * source's.
 */
public record Safety(Path backups, boolean rehearse, Ledger ledger, boolean anyVersion) {
  /** Backups in the user's data folder, no rehearsal. */
  public static final Safety USUAL =
      new Safety(DataFolder.of(System.getenv()).resolve("backups"), false, null, false);

  /** Backups elsewhere; null for none. */
  public Safety keepingIn(Path folder) {
    return new Safety(folder, rehearse, ledger, anyVersion);
  }

  public Safety rehearsing(boolean whether) {
    return new Safety(backups, whether, ledger, anyVersion);
  }

  public Safety notedIn(Ledger note) {
    return new Safety(backups, rehearse, note, anyVersion);
  }

  /** Whether it is no matter that the application has another version on either side. */
  public Safety anyVersion(boolean whether) {
    return new Safety(backups, rehearse, ledger, whether);
  }

  /** Reads {@code DIR} or {@code none}; null leaves it as it is. */
  public Safety keeping(String option) {
    return option == null ? this : keepingIn(option.equals("none") ? null : Path.of(option));
  }
}
