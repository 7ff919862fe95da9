package dev.godwit.value.server;

import dev.godwit.value.Misfit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of the internet, version 4 and 6, with the bits of their network. */
final class AddressForm implements ServerForm {
  private static final Pattern FOUR =
      Pattern.compile(
          "(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");
  private static final Pattern BITS = Pattern.compile("0|[1-9]\\d{0,2}");
  private static final Misfit TEXT = new Misfit("text that is not an internet address");
  private static final Misfit HOST = new Misfit("an address with bits right of its network");

  private final boolean network;

  /** {@code network}: cidr, which is a network and no address in it. */
  AddressForm(boolean network) {
    this.network = network;
  }

  @Override
  public String of(String text) throws Misfit {
    String[] parts = text.strip().split("/", 2);
    int[] groups = parts[0].contains(":") ? six(parts[0]) : four(parts[0]);
    int width = groups.length == 4 ? 32 : 128;
    int bits = parts.length == 1 ? width : bits(parts[1], width);
    if (network) {
      requireNetwork(groups, bits);
    }
    String shown = groups.length == 4 ? four(groups) : six(groups);
    return network || bits < width ? shown + "/" + bits : shown;
  }

  private static int bits(String text, int width) throws Misfit {
    if (!BITS.matcher(text).matches() || Integer.parseInt(text) > width) {
      throw TEXT;
    }
    return Integer.parseInt(text);
  }

  private static void requireNetwork(int[] groups, int bits) throws Misfit {
    int size = groups.length == 4 ? 8 : 16;
    for (int i = 0; i < groups.length; i++) {
      int free = Math.min(size, Math.max(0, (i + 1) * size - bits));
      if ((groups[i] & (1 << free) - 1) != 0) {
        throw HOST;
      }
    }
  }

  private static int[] four(String text) throws Misfit {
    Matcher m = FOUR.matcher(text);
    if (!m.matches()) {
      throw TEXT;
    }
    int[] result = new int[4];
    for (int i = 0; i < 4; i++) {
      result[i] = Integer.parseInt(m.group(i + 1));
      if (result[i] > 255) {
        throw TEXT;
      }
    }
    return result;
  }

  private static int[] six(String text) throws Misfit {
    int gap = text.indexOf("::");
    List<Integer> head = groups(gap < 0 ? text : text.substring(0, gap));
    List<Integer> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2));
    int known = head.size() + tail.size();
    // Two colons stand for one group at least.
    if (gap < 0 ? known != 8 : known > 7) {
      throw TEXT;
    }
    int[] result = new int[8];
    for (int i = 0; i < head.size(); i++) {
      result[i] = head.get(i);
    }
    for (int i = 0; i < tail.size(); i++) {
      result[8 - tail.size() + i] = tail.get(i);
    }
    return result;
  }

  private static List<Integer> groups(String text) throws Misfit {
    if (text.isEmpty()) {
      return List.of();
    }
    List<Integer> result = new ArrayList<>();
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && parts[i].contains(".")) {
        int[] four = four(parts[i]);
        result.add(four[0] << 8 | four[1]);
        result.add(four[2] << 8 | four[3]);
      } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
        result.add(Integer.parseInt(parts[i], 16));
      } else {
        throw TEXT;
      }
    }
    return result;
  }

  private static String four(int[] groups) {
    return groups[0] + "." + groups[1] + "." + groups[2] + "." + groups[3];
  }

  /** The longest run of at least two zeros becomes two colons; as inet_net_ntop.c does it. */
  private static String six(int[] groups) {
    int start = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == start) {
        out.append("::");
        i += length - 1;
        continue;
      }
      out.append(out.length() > 0 && out.charAt(out.length() - 1) != ':' ? ":" : "");
      if (i == 6 && start == 0 && (length == 6 || length == 5 && groups[5] == 0xffff)) {
        int[] four = {groups[6] >> 8, groups[6] & 255, groups[7] >> 8, groups[7] & 255};
        return out.append(four(four)).toString();
      }
      out.append(Integer.toHexString(groups[i]));
    }
    return out.toString();
  }
}
