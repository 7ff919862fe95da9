package dev.godwit.postgres.address;

import dev.godwit.model.GodwitException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One server, or several that are tried in turn, and the database there. {@code assumed}: nobody
 * named a host, so it is localhost.
 */
public record ServerAddress(List<Place> places, String database, boolean assumed) {
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.-]+");
  private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]+(%[\\w.-]+)?");
  private static final int USUAL_PORT = 5432;

  /** A host, IPv6 without brackets, and a port. */
  public record Place(String host, int port) {
    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /**
   * What keywords of libpq say.
   *
   * @throws GodwitException where a host or port is none, and for sockets, which Java's driver does
   *     not know
   */
  public static ServerAddress of(Map<String, String> keywords) {
    String host = keywords.get("host");
    String[] hosts = host == null ? new String[] {"localhost"} : host.split(",", -1);
    String[] ports = keywords.getOrDefault("port", "").split(",", -1);
    if (ports.length != 1 && ports.length != hosts.length) {
      throw GodwitException.usage(
          "there are " + hosts.length + " hosts and " + ports.length + " ports");
    }
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < hosts.length; i++) {
      places.add(new Place(host(hosts[i]), port(ports[ports.length == 1 ? 0 : i])));
    }
    return new ServerAddress(List.copyOf(places), keywords.get("dbname"), host == null);
  }

  private static String host(String text) {
    if (text.startsWith("/") || text.startsWith("@")) {
      throw GodwitException.usage(
          "host "
              + text
              + ": sockets of the file system are not supported; name a host, such as localhost");
    }
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String bare = bracketed ? text.substring(1, text.length() - 1) : text;
    if (!IPV6.matcher(bare).matches() && (bracketed || !NAME.matcher(bare).matches())) {
      throw GodwitException.usage(
          text.isEmpty()
              ? "a host between commas is empty; name it, such as localhost"
              : "\"" + text + "\" is no name of a host; IPv6 is written [::1]");
    }
    return bare;
  }

  private static int port(String text) {
    if (text.isEmpty()) {
      return USUAL_PORT;
    }
    int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65535) {
      throw GodwitException.usage("port \"" + text + "\" is no number from 1 to 65535");
    }
    return port;
  }

  /** The URL for the driver, without user and parameters. */
  public String jdbcUrl() {
    return "jdbc:postgresql://"
        + places.stream().map(Place::toString).collect(Collectors.joining(","))
        + "/"
        + URLEncoder.encode(database, StandardCharsets.UTF_8);
  }

  /** {@code //user@host:port/database}, such as a URL of libpq has it. */
  public String forPeople(String user) {
    String hosts = places.stream().map(Place::toString).collect(Collectors.joining(","));
    return "//" + escaped(user) + "@" + hosts + "/" + escaped(database);
  }

  /** Percent signs only where a reader would go astray otherwise. */
  private static String escaped(String text) {
    return text.codePoints()
        .mapToObj(
            c ->
                c > 0xa0 || Character.isLetterOrDigit(c) || "-_.~+$!*'(),;=#".indexOf(c) >= 0
                    ? Character.toString(c)
                    : URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8)
                        .replace("+", "%20"))
        .collect(Collectors.joining());
  }
}
