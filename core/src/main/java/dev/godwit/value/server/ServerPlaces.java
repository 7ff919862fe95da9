package dev.godwit.value.server;

import dev.godwit.value.Misfit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Places in a table ({@code tid}) and in the log ({@code pg_lsn}). */
final class ServerPlaces {
  private static final Pattern TID =
      Pattern.compile("\\(\\s*(\\d{1,10})\\s*,\\s*(\\d{1,5})\\s*\\)");
  private static final Pattern LSN = Pattern.compile("0*([0-9a-fA-F]{1,8})/0*([0-9a-fA-F]{1,8})");
  private static final Misfit NO_TID = new Misfit("text that is not a tid: (block,row)");
  private static final Misfit NO_LSN =
      new Misfit("text that is not a pg_lsn: two hexadecimal numbers");

  private ServerPlaces() {}

  static String tid(String text) throws Misfit {
    Matcher m = TID.matcher(text.strip());
    if (!m.matches()) {
      throw NO_TID;
    }
    long block = Long.parseLong(m.group(1));
    int row = Integer.parseInt(m.group(2));
    if (block > 0xffffffffL || row > 0xffff) {
      throw NO_TID;
    }
    return "(" + block + "," + row + ")";
  }

  static String lsn(String text) throws Misfit {
    Matcher m = LSN.matcher(text.strip());
    if (!m.matches()) {
      throw NO_LSN;
    }
    return (m.group(1) + "/" + m.group(2)).toUpperCase(Locale.ROOT);
  }
}
