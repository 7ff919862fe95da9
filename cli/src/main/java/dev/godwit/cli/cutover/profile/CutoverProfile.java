package dev.godwit.cli.cutover.profile;

import java.util.List;
import java.util.Map;

/**
 * What a cutover has to know about an application. Paths hold variables such as {@code ${app}},
 * which {@link Places} resolves. Lists that were left out are empty; the sections {@code history},
 * {@code daemon}, {@code ownership}, {@code config} and {@code docs} may be null: then there is no
 * such step.
 */
public record CutoverProfile(
    String name,
    String title,
    Installation installation,
    History history,
    Flyway flyway,
    Daemon daemon,
    Map<String, Layout> systems,
    Ownership ownership,
    Config config,
    Docs docs,
    Validation validation) {

  /** {@code app} is the application's folder under the home folder. */
  public record Installation(
      String app, List<String> projects, String mark, List<Database> databases, List<Other> other) {
    public Installation {
      projects = listed(projects);
      databases = listed(databases);
      other = listed(other);
    }
  }

  public record Database(String path, boolean required) {}

  /** Something of the installation that stays where it is. */
  public record Other(String what, String path) {}

  /** The application's own migration history: every one of {@code versions} must be in it. */
  public record History(String table, String column, String advice, List<String> versions) {
    public History {
      versions = listed(versions);
    }
  }

  /** {@code rules} is a file or {@code classpath:} and a resource, or null. */
  public record Flyway(List<String> locations, String rules) {
    public Flyway {
      locations = listed(locations);
    }
  }

  /**
   * How a running daemon is recognised; {@code application} is the name its lock and configuration
   * go by, {@code check} its own check mode, or null.
   */
  public record Daemon(
      String application,
      String pidFile,
      String commandLine,
      List<String> sockets,
      List<String> logs,
      List<String> logSigns,
      Check check) {
    public Daemon {
      sockets = listed(sockets);
      logs = listed(logs);
      logSigns = listed(logSigns);
    }
  }

  public record Check(List<String> command, int seconds) {}

  /** One operating system's folders and commands. */
  public record Layout(
      String config,
      String data,
      String log,
      String run,
      String docs,
      String user,
      String group,
      List<String> stop,
      List<String> quiet,
      List<String> start,
      List<String> status,
      List<String> back) {
    public Layout {
      stop = listed(stop);
      quiet = listed(quiet);
      start = listed(start);
      status = listed(status);
      back = listed(back);
    }
  }

  public record Ownership(
      String table, String key, String person, String uid, List<OwnerRule> rules) {
    public Ownership {
      rules = listed(rules);
    }
  }

  /**
   * Rows whose {@code column} has a value, or matches a person's field, become that person's, or
   * the migrating one's. Without a column it fits all rows.
   */
  public record OwnerRule(
      String name, String column, String equals, String matches, String owner) {}

  public record Config(
      List<SourceFile> sources,
      String env,
      People people,
      Layer system,
      Layer user,
      Secrets secrets,
      Target environment,
      DatabaseSection database) {
    public Config {
      sources = listed(sources);
    }
  }

  public record SourceFile(String path, boolean required) {}

  /** {@code account} are the keys that may hold the person's account on the machine. */
  public record People(
      String key,
      String name,
      String email,
      List<String> account,
      String files,
      String file,
      String to) {
    public People {
      account = listed(account);
    }
  }

  public record Layer(String path, List<String> keys) {
    public Layer {
      keys = listed(keys);
    }
  }

  public record Target(String path) {}

  /** {@code keys} end names, {@code values} are regular expressions for whole values. */
  public record Secrets(
      String path, Map<String, String> names, List<String> keys, List<String> values) {
    public Secrets {
      names = names == null ? Map.of() : Map.copyOf(names);
      keys = listed(keys);
      values = listed(values);
    }
  }

  /** The section that says where the database is now, and which secret is its password. */
  public record DatabaseSection(String key, List<String> old, String password) {
    public DatabaseSection {
      old = listed(old);
    }
  }

  public record Docs(
      String from,
      String to,
      String index,
      List<String> except,
      String rootOfIndex,
      List<String> required,
      String visibility,
      List<String> baseline,
      String reference,
      List<String> references) {
    public Docs {
      except = listed(except);
      required = listed(required);
      baseline = listed(baseline);
      references = listed(references);
    }
  }

  public record Validation(String reads, List<Orphans> orphans, List<String> byHand) {
    public Validation {
      orphans = listed(orphans);
      byHand = listed(byHand);
    }
  }

  /** A reference that no foreign key guards; {@code key} is the column referred to. */
  public record Orphans(String table, String column, String of, String key) {
    public Orphans {
      key = key == null ? column : key;
    }
  }

  private static <T> List<T> listed(List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
