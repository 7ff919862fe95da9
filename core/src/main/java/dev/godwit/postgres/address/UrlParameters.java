package dev.godwit.postgres.address;

import dev.godwit.model.GodwitException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The parameters that a URL may have: what is in none of these lists is refused by name, so that a
 * parameter is either heard or missed by nobody.
 */
public final class UrlParameters {
  /** The system property that names, with commas, those of {@link #DANGEROUS} that are allowed. */
  public static final String ALLOWED = "godwit.allow-url-parameter";

  /** What says where, and as whom. */
  private static final Set<String> PLACE =
      Set.of("host", "port", "dbname", "user", "password", "passfile", "service");

  /** Godwit's own. */
  private static final Set<String> OWN = Set.of("schema", "lock_timeout", "statement_timeout");

  /** libpq's words for what the driver has other words for. */
  private static final Map<String, String> LIBPQ =
      Map.of(
          "connect_timeout", "connectTimeout",
          "application_name", "ApplicationName",
          "keepalives", "tcpKeepAlive",
          "target_session_attrs", "targetServerType",
          "load_balance_hosts", "loadBalanceHosts",
          "sslnegotiation", "sslNegotiation",
          "gssencmode", "gssEncMode",
          "krbsrvname", "kerberosServerName",
          "channel_binding", "channelBinding",
          "require_auth", "requireAuth");

  /** The driver's, which change how a connection is made, and no value on its way. */
  private static final Set<String> DRIVER =
      Set.of(
          ("ApplicationName cancelSignalTimeout channelBinding connectTimeout currentSchema"
                  + " gssEncMode gssResponseTimeout gssUseDefaultCreds gsslib hostRecheckSeconds"
                  + " kerberosServerName loadBalanceHosts localSocketAddress loginTimeout options"
                  + " prepareThreshold receiveBufferSize requireAuth scramMaxIterations"
                  + " sendBufferSize socketTimeout ssl sslNegotiation sslResponseTimeout sslcert"
                  + " sslkey sslmode sslpassword sslrootcert targetServerType tcpKeepAlive"
                  + " tcpNoDelay")
              .split(" "));

  /** Those that load classes, or write files. */
  private static final Set<String> DANGEROUS =
      Set.of(
          ("authenticationPluginClassName classLoaderStrategy connectExecutor connectExecutorArg"
                  + " jaasApplicationName jaasLogin loggerFile loggerLevel socketFactory"
                  + " socketFactoryArg sslfactory sslfactoryarg sslhostnameverifier"
                  + " sslpasswordcallback sspiServiceClass useSpnego xmlFactoryFactory")
              .split(" "));

  private static final String BOOLEAN = "true|false";

  /** What a value must look like, where the driver would say so late or not at all. */
  private static final Map<String, Pattern> FORMS =
      Map.of(
          "sslmode",
          Pattern.compile("disable|allow|prefer|require|verify-ca|verify-full"),
          "connectTimeout",
          Pattern.compile("\\d{1,9}"),
          "socketTimeout",
          Pattern.compile("\\d{1,9}"),
          "loginTimeout",
          Pattern.compile("\\d{1,9}"),
          "tcpKeepAlive",
          Pattern.compile(BOOLEAN),
          "loadBalanceHosts",
          Pattern.compile(BOOLEAN),
          "ssl",
          Pattern.compile("|" + BOOLEAN),
          "targetServerType",
          Pattern.compile(
              "any|primary|master|slave|secondary|preferSlave|preferSecondary" + "|preferPrimary"));

  private UrlParameters() {}

  /**
   * Those for the driver, in its words, without what says where.
   *
   * @throws GodwitException where one is not known, or not allowed, naming it
   */
  public static Map<String, String> forDriver(Map<String, String> given) {
    Map<String, String> result = new LinkedHashMap<>();
    given.forEach(
        (name, value) -> {
          if (!PLACE.contains(name) && !OWN.contains(name)) {
            require(name);
            String own = LIBPQ.getOrDefault(name, name);
            String translated = LIBPQ.containsKey(name) ? translated(name, value) : value;
            Pattern form = FORMS.get(own);
            if (form != null && !form.matcher(translated).matches()) {
              throw GodwitException.usage(
                  "parameter " + name + " of the URL: \"" + value + "\" is no value for it");
            }
            result.put(own, translated);
          }
        });
    return result;
  }

  private static void require(String name) {
    if (LIBPQ.containsKey(name) || DRIVER.contains(name)) {
      return;
    }
    if (DANGEROUS.contains(name)) {
      Set<String> allowed =
          new HashSet<>(Arrays.asList(System.getProperty(ALLOWED, "").split(",")));
      if (!allowed.contains(name)) {
        throw GodwitException.usage(
            "parameter "
                + name
                + " of the URL could run code or write files, and is refused; --allow-url-parameter "
                + name
                + " lets it through");
      }
      return;
    }
    String meant = known().get(name);
    throw GodwitException.usage(
        "parameter "
            + name
            + " of the URL is not known"
            + (meant == null ? "; leave it out" : "; " + meant + " is meant, perhaps"));
  }

  private static Map<String, String> known() {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Set<String> names : Set.of(PLACE, OWN, LIBPQ.keySet(), DRIVER)) {
      names.forEach(n -> all.put(n, n));
    }
    return all;
  }

  private static String translated(String name, String value) {
    return switch (name) {
      case "keepalives" -> value.equals("1") ? "true" : value.equals("0") ? "false" : value;
      case "load_balance_hosts" ->
          value.equals("random") ? "true" : value.equals("disable") ? "false" : value;
      case "target_session_attrs" ->
          switch (value) {
            case "read-write" -> "primary";
            case "standby", "read-only" -> "secondary";
            case "prefer-standby" -> "preferSecondary";
            default -> value;
          };
      default -> value;
    };
  }
}
