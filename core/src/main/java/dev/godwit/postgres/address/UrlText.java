package dev.godwit.postgres.address;

import dev.godwit.model.GodwitException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes a URL apart as libpq does, {@code postgresql://user:password@host:port,host/db?name=value},
 * and where it begins with {@code jdbc:}, as pgjdbc does. What the two would read differently, and
 * what neither can read, is refused: a URL leads to the server that it names, or nowhere.
 */
public final class UrlText {
  private static final String FORM =
      "; write postgresql://user@host:port/database, and %, @, :, / and ? within a part as %25, %40,"
          + " %3A, %2F and %3F";

  private final boolean jdbc;
  private final Map<String, String> found = new LinkedHashMap<>();

  private UrlText(boolean jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether the text means such a URL, well written or not. */
  public static boolean recognises(String text) {
    return text.regionMatches(true, 0, "postgresql:", 0, 11)
        || text.regionMatches(true, 0, "postgres:", 0, 9)
        || text.regionMatches(true, 0, "jdbc:postgres", 0, 13);
  }

  /**
   * What the URL says, by libpq's keywords: {@code host} and {@code port} are lists with commas,
   * {@code user}, {@code password} and {@code dbname} are there where they are not empty.
   *
   * @throws GodwitException where it cannot be read, naming the part, never its password
   */
  public static Map<String, String> read(String text) {
    boolean jdbc = text.startsWith("jdbc:");
    UrlText url = new UrlText(jdbc);
    text.codePoints()
        .filter(c -> c <= ' ' || c >= 0x7f && c <= 0xa0)
        .findFirst()
        .ifPresent(c -> refuse("a space or control character must be written as %20 and the like"));
    String plain = jdbc ? text.substring("jdbc:".length()) : text;
    boolean known = plain.startsWith("postgresql:") || !jdbc && plain.startsWith("postgres://");
    if (!known || !jdbc && !plain.contains("://")) {
      refuse("it does not begin with postgresql:// or jdbc:postgresql:");
    }
    url.all(plain.substring(plain.indexOf(':') + 1));
    url.found.values().removeIf(String::isEmpty);
    return url.found;
  }

  private void all(String rest) {
    int query = rest.indexOf('?');
    String before = query < 0 ? rest : rest.substring(0, query);
    int authority = before.startsWith("//") ? before.indexOf('/', 2) : 0;
    int end = authority < 0 ? before.length() : authority;
    if (rest.indexOf('@', end) >= 0) {
      // Of a password with a / or ? in it, half would be a host or a parameter.
      refuse("there is an @ behind the host");
    }
    String database = before;
    if (before.startsWith("//")) {
      int slash = before.indexOf('/', 2);
      authority(slash < 0 ? before.substring(2) : before.substring(2, slash));
      database = slash < 0 ? "" : before.substring(slash);
    }
    // pgjdbc's short form: jdbc:postgresql:db.
    found.put(
        "dbname", decode(database.startsWith("/") ? database.substring(1) : database, "database"));
    if (found.getOrDefault("dbname", "").contains("/") && database.lastIndexOf('/') > 0) {
      refuse("the database's name has a / in it");
    }
    if (query >= 0) {
      parameters(rest.substring(query + 1));
    }
  }

  private void authority(String text) {
    int at = text.indexOf('@');
    if (at >= 0) {
      String[] user = text.substring(0, at).split(":", 2);
      found.put("user", decode(user[0], "user"));
      if (user.length == 2) {
        found.put("password", decode(user[1], "password"));
      }
    }
    String places = text.substring(at + 1);
    if (places.indexOf('@') >= 0) {
      refuse("there is more than one @ before the host");
    }
    if (places.isEmpty()) {
      return;
    }
    List<String> hosts = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (String place : places.split(",", -1)) {
      int colon = place.lastIndexOf(':');
      boolean port = colon > place.lastIndexOf(']');
      if (!place.startsWith("[") && place.indexOf(':') != colon) {
        refuse("a host has several colons; an address of IPv6 is written [::1]");
      }
      String host = decode(port ? place.substring(0, colon) : place, "host");
      if (host.indexOf(',') >= 0) {
        refuse("a host's name has a comma in it");
      }
      hosts.add(host);
      ports.add(port ? decode(place.substring(colon + 1), "port") : "");
    }
    found.put("host", String.join(",", hosts));
    if (ports.stream().anyMatch(p -> !p.isEmpty())) {
      found.put("port", String.join(",", ports));
    }
  }

  private void parameters(String text) {
    if (text.isEmpty()) {
      return;
    }
    Map<String, String> said = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        refuse("a parameter must be name=value, and & within a value %26");
      }
      String name = decode(pair.substring(0, equals), "parameter's name");
      String value = decode(pair.substring(equals + 1), "parameter " + name);
      if (value.isEmpty()) {
        // Readers differ in what nothing means: the usual, the system's, or true.
        refuse("parameter " + name + " has no value: leave it out, or give it one");
      }
      String earlier = said.putIfAbsent(name, value);
      if (earlier != null && !earlier.equals(value)) {
        refuse("its parameters name the " + name + " twice, and not the same");
      }
    }
    // For libpq and the driver alike they go before what stands in front of them.
    found.putAll(said);
  }

  private String decode(String text, String part) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
        int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
        if (high < 0 || low < 0 || high + low == 0) {
          refuse("its " + part + " has a % that no two hexadecimal digits follow, or %00");
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        // pgjdbc reads a plus of its URLs as a space, libpq as a plus.
        bytes.write(raw[i] == '+' && jdbc && !part.equals("host") ? ' ' : raw[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw refusal("its " + part + " is no UTF-8");
    }
  }

  private static void refuse(String why) {
    throw refusal(why);
  }

  private static GodwitException refusal(String why) {
    return GodwitException.usage("not a URL of PostgreSQL: " + why + FORM);
  }
}
