package dev.godwit.model;

import java.util.Optional;

/** Which Godwit this is. */
public final class Release {
  private Release() {}

  /** As in its coordinates; empty where it runs from classes that were not packed. */
  public static Optional<String> version() {
    Module module = Release.class.getModule();
    return module.isNamed()
        ? module.getDescriptor().rawVersion()
        : Optional.ofNullable(Release.class.getPackage().getImplementationVersion());
  }
}
