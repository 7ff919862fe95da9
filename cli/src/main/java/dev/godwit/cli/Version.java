package dev.godwit.cli;

import picocli.CommandLine.IVersionProvider;

/** Godwit's version and the Java that runs it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "godwit " + (version == null ? "(from source)" : version),
      "Java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }
}
