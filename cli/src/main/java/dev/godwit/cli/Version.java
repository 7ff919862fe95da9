package dev.godwit.cli;

import dev.godwit.model.Release;
import picocli.CommandLine.IVersionProvider;

/** Godwit's version and the Java that runs it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return lines();
  }

  static String[] lines() {
    return new String[] {
      "godwit " + Release.version().orElse("(from source)"),
      "Java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }
}
