package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.plan.Owner;
import picocli.CommandLine.Option;

/** The options that say whose rows without an owner become. */
@Group("What is moved, and by which rules")
final class OwnerOptions {
  @Option(
      names = "--owner-person",
      paramLabel = "NAME",
      description = "Whom rows without an owner are given to.")
  private String ownerPerson;

  @Option(names = "--owner-uid", paramLabel = "N", description = "The same, as a user id.")
  private Long ownerUid;

  Owner owner() {
    return new Owner(ownerPerson, ownerUid);
  }

  /** Null where nobody is named. */
  String person() {
    return ownerPerson;
  }

  /** Null where nobody is named. */
  Long uid() {
    return ownerUid;
  }
}
