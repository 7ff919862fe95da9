package dev.godwit.cli;

import dev.godwit.model.Shell;
import dev.godwit.model.Verdict;
import dev.godwit.postgres.session.PostgresUrl;
import dev.godwit.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a person does next, in lines that can be copied. */
final class Ahead {
  /** Options of a plan that say nothing of what is moved. */
  private static final Set<String> OF_A_PLAN =
      Set.of("json", "details", "quiet", "dry-run", "preview", "report", "write-rules");

  /** Options of a run that say which rows belong together. */
  private static final Set<String> OF_A_COMPARISON =
      Set.of(
          "from",
          "to",
          "sqlite-path",
          "json-path",
          "connection-url",
          "password-file",
          "allow-url-parameter",
          "tables",
          "exclude",
          "rules",
          "profile");

  private Ahead() {}

  /** After a plan that works: the command that does it, as the plan's was typed. */
  static List<String> afterPlan(Report plan, List<String> typed) {
    if (plan.verdict() != Verdict.PLANNED) {
      return List.of();
    }
    return List.of("do it:  " + command("migrate", typed, o -> !OF_A_PLAN.contains(o)));
  }

  /** Another verb with those options of a command line that {@code kept} says. */
  private static String command(String verb, List<String> typed, Predicate<String> kept) {
    List<String> words = new ArrayList<>(List.of("godwit", verb));
    boolean keeps = false;
    for (String word : typed.subList(1, typed.size())) {
      if (word.startsWith("--")) {
        keeps = kept.test(word.substring(2).split("=", 2)[0]);
      }
      if (keeps) {
        words.add(withoutPassword(word));
      }
    }
    return words.stream().map(Shell::word).collect(Collectors.joining(" "));
  }

  /** Who copies the command gives the password elsewhere. */
  static String withoutPassword(String word) {
    String begin = word.replaceFirst("^(--[\\w-]+=)?.*", "$1");
    String value = word.substring(begin.length());
    return PostgresUrl.recognises(value) ? begin + PostgresUrl.withoutPasswords(value) : word;
  }

  /**
   * After rows were moved: the application's new address, and the command that compares again, as
   * {@code typed}.
   */
  static List<String> afterMigrate(Report done, StoreOptions.Place target, List<String> typed) {
    if (target == null || !done.verdict().isKept() || done.tables().isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    if (PostgresUrl.recognises(target.name())) {
      lines.addAll(addresses(PostgresUrl.parse(target.name(), null), target.shown()));
    }
    if (typed.isEmpty()) {
      return lines;
    }
    int report = typed.indexOf("--report");
    if (report >= 0 && report < typed.size() - 1) {
      lines.add("look at what came of it:  " + typed.get(report + 1));
    }
    String compare = command("verify", typed, OF_A_COMPARISON::contains);
    String to = target.embedded() == null ? "" : " --to " + Shell.word(target.shown());
    lines.add("compare again:  " + compare + to);
    return lines;
  }

  private static List<String> addresses(PostgresUrl url, String shown) {
    boolean own = !url.schema().equals("public");
    String place = url.host() + ":" + url.port() + "/" + url.database();
    String libpq =
        shown.startsWith("jdbc:") || own
            ? "postgresql://"
                + url.user()
                + "@"
                + place
                + (own ? "?options=-csearch_path%3D" + url.schema() : "")
            : shown;
    String django =
        "'ENGINE': 'django.db.backends.postgresql', 'HOST': '%s', 'PORT': %d, 'NAME': '%s', 'USER': '%s'"
            .formatted(url.host(), url.port(), url.database(), url.user());
    return List.of(
        "point the application at it, with the password of " + url.user() + ":",
        "  libpq   " + libpq,
        "  JDBC    jdbc:postgresql://"
            + place
            + "?user="
            + url.user()
            + (own ? "&currentSchema=" + url.schema() : ""),
        "  Django  "
            + django
            + (own ? ", 'OPTIONS': {'options': '-c search_path=" + url.schema() + "'}" : ""),
        "  Rails   DATABASE_URL=" + Shell.word(libpq),
        "  Node    new Client({ connectionString: '"
            + UrlPassfile.removedFrom(libpq).replace("'", "\\'")
            + "' })");
  }
}
