package dev.godwit.flyway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The programs that the plug-in is tried in, made as the manual says. */
public final class Projects {
  private static final Map<String, String> SMALL =
      Map.of("MAVEN_OPTS", "-Xmx512m -XX:TieredStopAtLevel=1");
  private static final String BOOT = "flyway-java-migrations/plugin/src/test/resources/boot/";

  private Projects() {}

  /** The project's folder. */
  public static Path root() {
    return Samples.root();
  }

  /** The plug-in's jar. */
  public static Path plugin() {
    return Path.of(System.getProperty("godwit.plugin"));
  }

  /** The jar behind {@code ./godwit}. */
  public static Path godwit() {
    return root().resolve("cli/target/godwit.jar");
  }

  /** The folder of what the build makes. */
  public static Path target() {
    return Path.of(System.getProperty("godwit.target"));
  }

  /** The folder of the jars that Flyway's command line is made of. */
  public static Path commandLine() {
    return target().resolve("flyway-12.4.0/lib");
  }

  /** The Maven that runs the build, as it runs it. */
  public static List<String> maven() {
    List<String> command = new ArrayList<>();
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    Path home = Path.of(System.getProperty("godwit.maven.home"));
    command.add(home.resolve("bin").resolve(windows ? "mvn.cmd" : "mvn").toString());
    command.add("-B");
    if (System.getProperty("godwit.maven.offline").endsWith("true")) {
      command.add("-o");
    }
    command.add("-Dmaven.repo.local=" + System.getProperty("godwit.maven.repository"));
    return command;
  }

  /** The manual's Maven project, its plug-in with this configuration. */
  public static String mavenProject(Path plugin, String configuration) {
    String sample = sample("pom");
    int begin = sample.indexOf("<configuration>");
    int end = sample.indexOf("</configuration>");
    return """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>example</groupId>
          <artifactId>application</artifactId>
          <version>1</version>
          <build><plugins>
        """
        + at(
            plugin,
            sample.substring(0, begin) + "<configuration>" + configuration + sample.substring(end))
        + "</plugins></build></project>";
  }

  private static String sample(String name) {
    try {
      return Samples.manual("flyway.md", name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The manual's dependency, on the jar that was built. */
  private static String at(Path plugin, String text) {
    String released = "<version>0.1.0-SNAPSHOT</version>";
    if (!text.contains(released)) {
      throw new AssertionError(text);
    }
    return text.replace(
        released,
        "<version>built</version><scope>system</scope><systemPath>" + plugin + "</systemPath>");
  }

  /** A Spring Boot application as one jar, made once for each plug-in that is built. */
  public static Path boot(String version) {
    Path folder = target().resolve("boot-" + version);
    Path jar = folder.resolve("target/application-1.jar");
    try {
      if (Files.exists(jar)
          && Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(plugin())) > 0) {
        return jar;
      }
      Files.createDirectories(folder);
      String pom =
          Files.readString(root().resolve(BOOT + "pom.xml"))
              .replace("@BOOT@", version)
              .replace("<!-- godwit -->", at(plugin(), sample("boot pom")));
      Files.writeString(folder.resolve("pom.xml"), pom);
      Path sources = Files.createDirectories(folder.resolve("src/main/java/application"));
      Files.copy(
          root().resolve(BOOT + "Main.java"),
          sources.resolve("Main.java"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = maven();
    command.addAll(List.of("-q", "package"));
    Child child = Child.run(folder, SMALL, command);
    if (child.exitCode() != 0) {
      throw new AssertionError(child.output());
    }
    return jar;
  }
}
