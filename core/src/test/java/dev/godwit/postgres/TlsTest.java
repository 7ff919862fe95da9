package dev.godwit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.jdbc.Queries;
import dev.godwit.postgres.session.PostgresUrl;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.OwnServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The TLS parameters of a URL are the driver's, and hold. */
@ExtendWith(FreshDatabase.class)
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  private static String connect(Database database, String parameters) {
    PostgresUrl url = PostgresUrl.parse(database.url() + parameters, null);
    try (PostgresStore store = PostgresStore.openSource(url)) {
      return Queries.one(
          store.connection(),
          r -> r.getString(1),
          "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aServerWithoutTlsIsNotTrustedWithWhatWasToBeEncrypted(Database database) {
    assertThatThrownBy(() -> connect(database, "?sslmode=require"))
        .hasMessageContaining("no connection to ")
        .hasMessageContaining("SSL");
  }

  @Test
  void aServerIsTrustedByTheCertificateThatTheUrlNames()
      throws IOException, InterruptedException, GeneralSecurityException {
    Path certificate = certificate("server", "localhost");
    Path another = certificate("another", "localhost");
    Map<String, String> settings =
        Map.of(
            "ssl", "on",
            "ssl_cert_file", certificate.toString(),
            "ssl_key_file", folder.resolve("server.key").toString());
    try (OwnServer server = new OwnServer(folder.resolve("pg"), settings)) {
      Database database = server.database();
      String verified = "?sslmode=verify-full&sslrootcert=";
      assertThat(connect(database, verified + certificate)).isEqualTo("true");
      assertThat(connect(database, "?sslmode=disable")).isEqualTo("false");
      assertThatThrownBy(() -> connect(database, verified + another))
          .hasMessageContaining("no connection to ")
          .hasMessageContaining("signature check failed");
    }
  }

  /** A certificate of its own authority, with its key beside it, as the server reads them. */
  private Path certificate(String name, String host)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    name,
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + host,
                    "-ext",
                    "SAN=dns:" + host,
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    new String(PASSWORD)))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .start();
    assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(keytool.exitValue()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    Path key = folder.resolve(name + ".key");
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(key, pem("PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded()));
    Path certificate = folder.resolve(name + ".crt");
    Files.write(certificate, pem("CERTIFICATE", keys.getCertificate(name).getEncoded()));
    return certificate;
  }

  private static byte[] pem(String what, byte[] content) {
    String text =
        "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
            .formatted(what, Base64.getMimeEncoder().encodeToString(content));
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
