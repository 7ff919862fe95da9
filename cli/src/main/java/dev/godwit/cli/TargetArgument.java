package dev.godwit.cli;

import dev.godwit.Stores;
import dev.godwit.cli.manual.Group;
import dev.godwit.model.GodwitException;
import dev.godwit.store.Target;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The target of a verb that needs no source. */
@Group("Which target")
final class TargetArgument {
  @Option(
      names = "--to",
      required = true,
      paramLabel = "STORE",
      description = "The target that was migrated to.")
  private String to;

  @Option(
      names = "--connection-url",
      paramLabel = "URL",
      description = "The database meant by --to postgresql.")
  private String connectionUrl;

  @Mixin private final PasswordFile passwordFile = new PasswordFile();

  Target open(Main main) {
    boolean word = ServerWord.is(to);
    if (connectionUrl != null && !word) {
      throw GodwitException.usage(
          "--connection-url is for --to postgresql, and --to is " + to + " here");
    }
    String name = word ? ServerWord.url(to, connectionUrl) : to;
    String password = passwordFile.read(main);
    UrlPassfile passfile = UrlPassfile.in(name);
    if (password == null && passfile != null) {
      password = passfile.password();
      main.secrets().add(password);
    }
    return Stores.target(UrlPassfile.removedFrom(name), password);
  }
}
