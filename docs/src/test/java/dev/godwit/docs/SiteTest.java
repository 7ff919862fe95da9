package dev.godwit.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import dev.godwit.model.ProblemKind;
import dev.godwit.testing.Browser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Makes the site of these pages, with -Psite, and looks at it as a reader would. */
@EnabledIfSystemProperty(named = "godwit.site", matches = "true", disabledReason = "without -Psite")
class SiteTest {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html", "js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");
  private static final Path SITE = Manual.root().resolve("docs/target/site");

  @TempDir static Path folder;
  private static HttpServer server;

  @BeforeAll
  static void made() throws Exception {
    Path site = Manual.root().resolve("docs/site").toRealPath();
    assumeThat(npm(site, "--version")).as("npm is not there, so there is no site").isZero();
    if (!Files.isDirectory(site.resolve("node_modules/vitepress"))) {
      assumeThat(npm(site, "ci", "--no-fund", "--no-audit"))
          .as("npm ci does not come to an end here, so there is no site")
          .isZero();
    }
    assertThat(npm(site, "run", "build")).isZero();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          Path file =
              SITE.resolve(
                  path.endsWith("/") ? path.substring(1) + "index.html" : path.substring(1));
          boolean there = Files.isRegularFile(file);
          byte[] body = there ? Files.readAllBytes(file) : new byte[0];
          String name = file.getFileName().toString();
          String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
          if (type != null) {
            exchange.getResponseHeaders().add("Content-Type", type);
          }
          exchange.sendResponseHeaders(there ? 200 : 404, there ? body.length : -1);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  private static int npm(Path site, String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("npm"));
    command.addAll(List.of(arguments));
    try {
      // Node would take the standard streams from whoever runs the tests.
      Path log = Files.createTempFile("npm", ".log");
      int code =
          new ProcessBuilder(command)
              .directory(site.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (code != 0) {
        System.err.print(Files.readString(log));
      }
      Files.delete(log);
      return code;
    } catch (IOException e) {
      return -1;
    }
  }

  private static String address(String page) {
    return "http://localhost:" + server.getAddress().getPort() + "/" + page;
  }

  @Test
  void everyLinkLeadsToAPageAndItsHeading() throws IOException {
    Pattern link = Pattern.compile("href=\"(/[^\"#]*)?(?:#([^\"]+))?\"");
    List<String> broken = new ArrayList<>();
    List<Path> pages;
    try (var all = Files.list(SITE)) {
      pages = all.filter(p -> p.toString().endsWith(".html")).toList();
    }
    assertThat(pages).hasSizeGreaterThan(25);
    for (Path page : pages) {
      Matcher found = link.matcher(Files.readString(page));
      while (found.find()) {
        String path = found.group(1) == null ? "" : found.group(1);
        Path to =
            path.isEmpty()
                ? page
                : SITE.resolve(path.equals("/") ? "index.html" : path.substring(1));
        boolean there = Files.exists(to);
        if (!there
            || found.group(2) != null
                && !Files.readString(to).contains("id=\"" + found.group(2) + "\"")) {
          broken.add(page.getFileName() + ": " + found.group());
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void noPageNamesAnotherHostToLoadFrom() throws IOException {
    try (var all = Files.walk(SITE)) {
      for (Path page : all.filter(p -> p.toString().matches(".*\\.(html|css)")).toList()) {
        assertThat(Files.readString(page))
            .as(page.toString())
            .doesNotContainPattern("(?:src=\"|url\\(\"?|<link[^>]* href=\")(?:https?:)?//");
      }
    }
  }

  @Test
  void tenWordsAreFoundByTypingThem() throws Exception {
    assumeThat(Browser.program()).as("no Chromium on the path").isPresent();
    try (Browser browser = Browser.start(folder.resolve("typing"))) {
      Map<String, String> words =
          Map.of(
              "--on-misfit", "command-line",
              "--lock-wait", "command-line",
              "quarantine", "problems",
              "orphan", "problems",
              "watermark", "problems",
              "duplicate-key", "problems",
              "ownership", "rules",
              "ignoreMigrationPatterns", "flyway",
              "targetRows", "report",
              "pgloader", "comparison");
      for (Map.Entry<String, String> word : words.entrySet()) {
        browser.open(address("index.html"), 1280, false);
        assertThat(found(browser, word.getKey())).as(word.getKey()).contains(word.getValue());
      }
      Set<String> lost = new HashSet<>();
      browser.open(address("index.html"), 1280, false);
      for (ProblemKind kind : ProblemKind.values()) {
        if (!found(browser, kind.toString()).contains("problems")) {
          lost.add(kind.toString());
        }
      }
      assertThat(lost).isEmpty();
      assertThat(browser.complaints()).isEmpty();
    }
  }

  /** The addresses that a search for these words offers, one after another. */
  private static String found(Browser browser, String words) {
    // The page hears keys only once its script has run.
    browser.run(
        "new Promise(done => { const look = () => {"
            + " if (document.querySelector('.VPLocalSearchBox input')) return done();"
            + " window.dispatchEvent(new KeyboardEvent('keydown', {key: '/'}));"
            + " setTimeout(look, 200); }; look(); })");
    browser.run("document.querySelector('.VPLocalSearchBox input').select()");
    browser.type(words);
    return browser.run(
        "new Promise(done => { let before = null, same = 0; const look = () => {"
            + " const now = [...document.querySelectorAll('.VPLocalSearchBox a.result')]"
            + ".map(a => a.getAttribute('href')).join(' ');"
            + " same = now === before ? same + 1 : 0; before = now;"
            + " same > 6 ? done(now) : setTimeout(look, 60); }; setTimeout(look, 300); })");
  }

  @Test
  void pagesAreReadInBothColoursAndWidthsAndByKeyboard() throws Exception {
    assumeThat(Browser.program()).as("no Chromium on the path").isPresent();
    try (Browser browser = Browser.start(folder.resolve("reading"))) {
      for (String page :
          List.of("index", "comparison", "problems", "command-line", "architecture")) {
        for (int width : List.of(400, 1280)) {
          browser.open(address(page + ".html"), width, width == 400);
          assertThat(browser.run("document.documentElement.scrollWidth <= innerWidth"))
              .as(page + " at " + width)
              .isEqualTo("true");
          assertThat(browser.run("document.documentElement.classList.contains('dark')"))
              .isEqualTo(String.valueOf(width == 400));
          browser.picture(Manual.root().resolve("docs/target/" + page + "-" + width + ".png"));
        }
      }
      assertThat(found(browser, "rollback")).isNotEmpty();
      assertThat(browser.run("document.activeElement.tagName")).isEqualTo("INPUT");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void everyOptionIsInTheIndex() throws IOException {
    StringBuilder index = new StringBuilder();
    try (var all = Files.walk(SITE)) {
      for (Path file : all.filter(p -> p.toString().contains("localSearchIndex")).toList()) {
        index.append(Files.readString(file, StandardCharsets.UTF_8));
      }
    }
    Matcher option = Pattern.compile("`?--([a-z][a-z-]+)").matcher(Manual.page("command-line.md"));
    while (option.find()) {
      for (String word : option.group(1).split("-")) {
        assertThat(index).contains("\"" + word + "\"");
      }
    }
  }
}
