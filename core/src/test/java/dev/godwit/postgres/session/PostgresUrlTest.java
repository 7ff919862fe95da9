package dev.godwit.postgres.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A URL leads to the server that it names, or nowhere. */
class PostgresUrlTest {
  private static final String USER = System.getProperty("user.name");

  @TempDir Path folder;

  private static String shown(String url, Map<String, String> environment) {
    return PostgresUrl.parse(url, null, environment).toString();
  }

  private static void refused(String url, Map<String, String> environment, String part) {
    assertThatThrownBy(() -> PostgresUrl.parse(url, null, environment))
        .isInstanceOfSatisfying(
            GodwitException.class,
            e -> assertThat(e.reason()).isEqualTo(GodwitException.Reason.USAGE))
        .hasMessageContaining(part)
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "postgresql://u@prod_db:6543/shop postgresql://u@prod_db:6543/shop",
        "postgres://u:s3cret@h/shop postgresql://u@h:5432/shop",
        "postgresql://u@a,b:7/shop postgresql://u@a:5432,b:7/shop",
        "postgresql://u@[::1]:7/shop postgresql://u@[::1]:7/shop",
        "postgresql://u@[fe80::1%25eth0]/shop postgresql://u@[fe80::1%eth0]:5432/shop",
        "postgresql://a%40b:s3cret%2F%3F%40@h/sh%6Fp%20x postgresql://a%40b@h:5432/shop%20x",
        "postgresql://h%6Fst/a+b postgresql://ME@host:5432/a+b",
        "postgresql://h/d#x postgresql://ME@h:5432/d#x",
        "postgresql:///shop?host=h&port=7&user=u postgresql://u@h:7/shop",
        "postgresql:///?host=a,b&port=7&user=u&dbname=d postgresql://u@a:7,b:7/d",
        "postgresql://u@h/?password=s3cret postgresql://u@h:5432/u",
        "postgresql://u@h postgresql://u@h:5432/u",
        "postgresql://u@h:7/d?host=g&user=v postgresql://v@g:7/d",
        "jdbc:postgresql:shop postgresql://ME@localhost:5432/shop",
        "jdbc:postgresql:/ postgresql://ME@localhost:5432/ME",
        "jdbc:postgresql://h:7/shop?user=u&password=s3cret postgresql://u@h:7/shop",
        "jdbc:postgresql://h/a+b?user=a+b postgresql://a%20b@h:5432/a%20b",
        "jdbc:postgresql://a:7,b/shop?user=u postgresql://u@a:7,b:5432/shop",
        "postgresql://u@h/d?schema=s postgresql://u@h:5432/d?schema=s",
      })
  void leadsWhereLibpqAndTheDriverWouldGo(String url, String shown) {
    String expected = shown.replaceAll("\\bME\\b", USER);
    assertThat(shown(url, Map.of())).isEqualTo(expected);
    assertThat(org.postgresql.Driver.parseURL(PostgresUrl.parse(url, null).jdbcUrl(), null))
        .as("the driver reads what it is given")
        .isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "postgresql://u:s3cret@h:54x/d 54x",
        "postgresql://u:s3cret@h:0/d port",
        "postgresql://u:s3cret@h:65536/d 65536",
        "postgresql:///d?host=a,b,c&port=1,2 ports",
        "postgresql://u@a,,b/d empty",
        "postgresql://u:s3/cret@h/d @",
        "postgresql://u:s3?cret@h/d @",
        "postgresql://u:s3@cret@h/d @",
        "postgresql://u:s3cret%@h/d password",
        "postgresql://u:s3cret%4@h/d password",
        "postgresql://u%00:s3cret@h/d user",
        "postgresql://u%ff:s3cret@h/d UTF-8",
        "postgresql://h/a/b database",
        "postgresql://%2Fvar%2Frun/d sockets",
        "postgresql:///d?host=/tmp sockets",
        "postgresql://[::1/d host",
        "postgresql://::1/d host",
        "postgresql://u@::1:7/d host",
        "postgresql://h/d?user= user",
        "postgresql://h/d?sslmode= sslmode",
        "jdbc:postgresql://h/d?ssl= ssl",
        "postgresql://[db]/d host",
        "postgresql://a\\b/d host",
        "postgresql://h/d?host=g&host=f host",
        "postgresql://h/d?hostaddr=1.2.3.4 hostaddr",
        "postgresql://h/d?sslmod=require sslmod",
        "postgresql://h/d?SSLMODE=require sslmode",
        "postgresql://h/d?sslmode=yes sslmode",
        "postgresql://h/d?sslmode=require&sslmode=disable sslmode",
        "postgresql://h/d?socketFactory=x.Y --allow-url-parameter",
        "postgresql://h/d?loggerFile=/tmp/x loggerFile",
        "postgresql://h/d?a parameter",
        "postgresql://h/d?a=b&&c=d parameter",
        "postgresql:d postgresql://",
        "POSTGRESQL://h/d postgresql://",
        "jdbc:postgres://h/d postgresql",
        "jdbc:postgresql://u:s3cret@h:x/d port",
        "postgresql:///d?service=none none",
      })
  void orIsRefusedNamingThePart(String url, String part) {
    refused(url, Map.of("PGSYSCONFDIR", "/nowhere"), part);
  }

  @Test
  void whatItLeavesOutComesFromTheEnvironment() {
    Map<String, String> all =
        Map.of("PGHOST", "eh", "PGPORT", "77", "PGUSER", "eu", "PGDATABASE", "ed", "PGSSLMODE", "");
    assertThat(shown("postgresql://", all)).isEqualTo("postgresql://eu@eh:77/ed");
    assertThat(shown("postgresql://h/d", all)).isEqualTo("postgresql://eu@h:77/d");
    assertThat(shown("postgresql://u@:5/", all)).isEqualTo("postgresql://u@eh:5/ed");
    assertThat(PostgresUrl.parse("postgresql://", null, all).assumesHost()).isFalse();
    assertThat(PostgresUrl.parse("postgresql:///d", null, Map.of()).assumesHost()).isTrue();
    refused("postgresql:///d", Map.of("PGHOST", "/var/run/postgresql"), "/var/run/postgresql");
    refused("postgresql://h/d", Map.of("PGHOSTADDR", "127.0.0.1"), "PGHOSTADDR");
    assertThat(
            PostgresUrl.parse("postgresql://h/d", null, Map.of("PGSSLMODE", "verify-full"))
                .properties())
        .containsEntry("sslmode", "verify-full");
  }

  /** What psql would ask of a server is asked, or nobody may believe that it was. */
  @ParameterizedTest
  @CsvSource({
    "PGCHANNELBINDING,require,channelBinding",
    "PGREQUIREAUTH,scram-sha-256,requireAuth",
    "PGGSSENCMODE,require,gssEncMode",
    "PGOPTIONS,-c search_path=s,options",
    "PGREQUIREPEER,postgres,",
    "PGSSLCRL,/x,",
    "PGSSLMINPROTOCOLVERSION,TLSv1.3,",
  })
  void whatTheEnvironmentAsksOfTheServerIsHeardOrRefused(
      String variable, String value, String property) {
    Map<String, String> environment = Map.of(variable, value);
    if (property == null) {
      refused("postgresql://h/d", environment, variable);
    } else {
      assertThat(PostgresUrl.parse("postgresql://h/d", null, environment).properties())
          .containsEntry(property, value);
    }
  }

  @Test
  void aServiceSaysWhatTheUrlDoesNotAndGoesBeforeTheEnvironment() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("services"),
            """
            # ours
            [other]
            host=oh

            [shop]
            host=sh
            port=78
            user=su
            dbname=sd
            [more]
            user = mu
            """);
    Map<String, String> environment =
        Map.of("PGSERVICEFILE", file.toString(), "PGHOST", "eh", "PGUSER", "eu");
    assertThat(shown("postgresql://?service=shop", environment))
        .isEqualTo("postgresql://su@sh:78/sd");
    assertThat(shown("postgresql://h/d?service=shop", environment))
        .isEqualTo("postgresql://su@h:78/d");
    refused("postgresql://?service=shopp", environment, "service shopp");
    // As with libpq.
    refused("postgresql://?service=more", environment, "without spaces before the =");
  }

  @Test
  void aPassfilesLineThatFitsGivesThePassword() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("pass"), "h:5432:other:u:no\nh:*:a\\:b:u:yes\n*:*:*:*:last\n");
    String password =
        PostgresUrl.parse("postgresql://u@h/a%3Ab?passfile=" + file, null, Map.of()).password();
    assertThat(password).isEqualTo("yes");
  }

  @Test
  void wordsOfLibpqAreTheDriversInItsOwn() {
    assertThat(
            PostgresUrl.parse(
                    "postgresql://h/d?connect_timeout=3&target_session_attrs=read-write&keepalives=0",
                    null,
                    Map.of())
                .properties())
        .containsEntry("connectTimeout", "3")
        .containsEntry("targetServerType", "primary")
        .containsEntry("tcpKeepAlive", "false");
  }
}
