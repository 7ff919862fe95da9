package dev.godwit.cli;

import dev.godwit.Stores;
import dev.godwit.cli.manual.Group;
import dev.godwit.plan.Scope;
import dev.godwit.store.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The store that a verb looks into, and which of its tables. */
@Group("Which tables")
final class StoreArgument {
  @Parameters(paramLabel = "STORE", description = "Where to look.")
  private String store;

  @Mixin private final PasswordFile passwordFile = new PasswordFile();

  @Mixin private ScopeOptions tables;

  Source open(Main main) {
    String name =
        ServerWord.is(store) && !Files.exists(Path.of(store)) ? ServerWord.url(store, null) : store;
    return Stores.source(main.streams().source(name), passwordFile.read(main));
  }

  Scope scope() {
    return tables.scope();
  }
}
