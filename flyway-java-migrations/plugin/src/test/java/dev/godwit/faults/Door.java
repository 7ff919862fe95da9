package dev.godwit.faults;

import dev.godwit.flyway.Projects;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A way in: a program that imports the stage's source into its database. */
enum Door {
  JAVA("Java API", Way.FULL, Way.INCREMENTAL, Way.DIFFERENTIAL, Way.RESUMABLE) {
    @Override
    List<String> command(Stage s) {
      List<String> command = java(System.getProperty("java.class.path"), JavaDoor.class.getName());
      told(s).forEach((k, v) -> command.add(k + "=" + v));
      return command;
    }

    @Override
    Optional<Runnable> here(Stage s) {
      Map<String, String> told = told(s);
      return Optional.of(() -> JavaDoor.run(told));
    }
  },
  FLYWAY("Flyway's API", Way.FULL, Way.OWN_TRANSACTION) {
    @Override
    List<String> command(Stage s) {
      List<String> command =
          java(System.getProperty("java.class.path"), FlywayDoor.class.getName());
      calling(s).forEach((k, v) -> command.add(k + "=" + v));
      return command;
    }

    @Override
    Optional<Runnable> here(Stage s) {
      Map<String, String> told = calling(s);
      return Optional.of(() -> FlywayDoor.run(told));
    }

    private Map<String, String> calling(Stage s) {
      Map<String, String> all = flyway(s, "flyway.");
      if (s.options().containsKey("listener")) {
        all.put("listener", s.options().get("listener"));
      }
      return all;
    }
  },
  COMMAND_LINE("Flyway's command line", Way.FULL, Way.OWN_TRANSACTION) {
    @Override
    List<String> command(Stage s) {
      Path lib = Projects.commandLine();
      String path = lib.resolve("*") + File.pathSeparator + s.plugin().getParent().resolve("*");
      List<String> command = java(path, "org.flywaydb.commandline.Main");
      command.add("-skipCheckForUpdate");
      flyway(s, "").forEach((k, v) -> command.add("-" + k + "=" + v));
      command.add("migrate");
      return command;
    }
  },
  MAVEN("Maven plug-in", Way.FULL) {
    @Override
    List<String> command(Stage s) {
      List<String> command = Projects.maven();
      s.mavenProject();
      flyway(s, "flyway.").forEach((k, v) -> command.add("-D" + k + "=" + v));
      command.add("flyway:migrate");
      return command;
    }
  },
  GODWIT("`./godwit`", Way.FULL, Way.INCREMENTAL, Way.DIFFERENTIAL, Way.RESUMABLE, Way.LOCATIONS) {
    @Override
    List<String> command(Stage s) {
      List<String> command = new ArrayList<>();
      if (s.isBroken()) {
        command.addAll(java(s.program(Projects.godwit()).toString(), "dev.godwit.cli.Main"));
      } else {
        command.add(Projects.root().resolve("godwit").toString());
      }
      command.addAll(List.of("migrate", "--quiet", "--from", s.source(), "--to", s.url()));
      switch (s.way()) {
        case INCREMENTAL, DIFFERENTIAL -> command.addAll(List.of("--mode", s.way().toString()));
        case RESUMABLE -> command.addAll(List.of("--resume", "--batch-rows", "" + Stage.ROWS / 6));
        case LOCATIONS -> command.addAll(List.of("--locations", s.migrations().toString()));
        default -> {}
      }
      s.options()
          .forEach(
              (k, v) -> {
                command.add("--" + k);
                if (!k.equals("force")) {
                  command.add(v);
                }
              });
      return command;
    }
  },
  BOOT("Spring Boot", Way.FULL) {
    @Override
    List<String> command(Stage s) {
      List<String> command = java(null, s.application().toString());
      command.add("--spring.datasource.url=" + s.jdbcUrl());
      command.add("--spring.datasource.username=" + Stage.ROLE);
      command.add("--spring.datasource.password=x");
      command.add("--spring.flyway.baseline-on-migrate=true");
      command.add("--spring.flyway.locations=filesystem:" + s.migrations());
      godwit(s, "--godwit.").forEach((k, v) -> command.add(k + "=" + v));
      return command;
    }
  };

  private final String shown;

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<Way> ways;

  Door(String shown, Way... ways) {
    this.shown = shown;
    this.ways = List.of(ways);
  }

  /** The program and its arguments. */
  abstract List<String> command(Stage stage);

  /** The same within this process, which is quicker; empty where it is a program of its own. */
  Optional<Runnable> here(Stage stage) {
    return Optional.empty();
  }

  List<Way> ways() {
    return ways;
  }

  boolean listens() {
    return this == JAVA || this == FLYWAY;
  }

  /** Whether the run is a version of Flyway's, when used so. */
  boolean isFlyways(Way way) {
    return way == Way.LOCATIONS || !(this == JAVA || this == GODWIT);
  }

  /** What {@link JavaDoor} is told. */
  private static Map<String, String> told(Stage s) {
    Map<String, String> all = new TreeMap<>(s.options());
    all.put("url", s.url());
    all.put("source", s.source());
    all.put("way", s.way().name());
    return all;
  }

  /** A class of a class path; of a jar where that is null. */
  private static List<String> java(String path, String what) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(path == null ? List.of("-jar", what) : List.of("-cp", path, what));
    return command;
  }

  private static Map<String, String> godwit(Stage s, String before) {
    Map<String, String> all = new TreeMap<>();
    all.put(before + "version", "2");
    all.put(before + "source", s.source());
    s.options().forEach((k, v) -> all.put(before + k, k.equals("force") ? "true" : v));
    all.remove(before + "listener");
    return all;
  }

  private static Map<String, String> flyway(Stage s, String before) {
    Map<String, String> all = new TreeMap<>(godwit(s, before + "godwit."));
    all.put(before + "url", s.jdbcUrl());
    all.put(before + "user", Stage.ROLE);
    all.put(before + "password", "x");
    all.put(before + "baselineOnMigrate", "true");
    all.put(before + "locations", "filesystem:" + s.migrations());
    if (s.way() == Way.OWN_TRANSACTION) {
      all.put(before + "executeInTransaction", "false");
    }
    return all;
  }

  @Override
  public String toString() {
    return shown;
  }
}
