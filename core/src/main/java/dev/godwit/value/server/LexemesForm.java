package dev.godwit.value.server;

import dev.godwit.value.Misfit;
import dev.godwit.value.text.Quoted;
import dev.godwit.value.text.ServerText;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** tsvector: lexemes by their bytes, each with its positions and weights. */
final class LexemesForm implements ServerForm {
  private static final Comparator<String> BYTES =
      (a, b) -> Arrays.compareUnsigned(ServerText.utf8(a), ServerText.utf8(b));
  private static final Misfit TEXT = new Misfit("text that is not lexemes");
  private static final Misfit LONG = new Misfit("a lexeme of more than 2046 bytes");
  private static final Misfit PLACE = new Misfit("a position that is not from 1 to 16383");
  private static final Misfit MANY = new Misfit("more than 256 positions of a lexeme");
  private static final Misfit WEIGHTS = new Misfit("a position with two weights");
  private static final Misfit SIZE = new Misfit("more than 1 MB of lexemes");
  private static final int GREATEST = 16_383;
  private static final int ROOM = (1 << 20) - 1;

  @Override
  public String of(String text) throws Misfit {
    Map<String, Map<Integer, Character>> lexemes = new TreeMap<>(BYTES);
    Scanner in = new Scanner(text);
    in.blanks();
    while (!in.ended()) {
      String lexeme = lexeme(in);
      if (ServerText.utf8(lexeme).length > 2046) {
        throw LONG;
      }
      positions(in, lexemes.computeIfAbsent(lexeme, l -> new TreeMap<>()));
      if (!in.ended() && !Quoted.isBlank(in.peek())) {
        throw TEXT;
      }
      in.blanks();
    }
    return spelled(lexemes);
  }

  private static String lexeme(Scanner in) throws Misfit {
    StringBuilder out = new StringBuilder();
    boolean quoted = in.takes('\'');
    while (true) {
      char c = in.peek();
      if (quoted && in.takes('\'') && !in.takes('\'')) {
        break;
      }
      if (!quoted && (c == 0 || c == ':' || Quoted.isBlank(c))) {
        break;
      }
      if (c != '\'' || !quoted) {
        in.takes('\\');
        if (in.ended()) {
          throw TEXT;
        }
        c = in.next();
      }
      out.append(c);
    }
    if (out.length() == 0) {
      throw TEXT;
    }
    return out.toString();
  }

  private static void positions(Scanner in, Map<Integer, Character> places) throws Misfit {
    if (!in.takes(':')) {
      return;
    }
    do {
      int place = 0;
      int digits = 0;
      for (; in.peek() >= '0' && in.peek() <= '9' && digits < 7; digits++) {
        place = place * 10 + in.next() - '0';
      }
      if (digits == 0) {
        throw TEXT;
      }
      if (place < 1 || place > GREATEST) {
        throw PLACE;
      }
      char weight = 'D';
      char c = Character.toUpperCase(in.peek());
      if (c >= 'A' && c <= 'D') {
        weight = c;
        in.next();
      }
      Character other = places.put(place, weight);
      if (other != null && other != weight) {
        throw WEIGHTS;
      }
      if (places.size() > 256) {
        throw MANY;
      }
    } while (in.takes(','));
  }

  private static String spelled(Map<String, Map<Integer, Character>> lexemes) throws Misfit {
    StringBuilder out = new StringBuilder();
    long size = 0;
    for (var entry : lexemes.entrySet()) {
      size += ServerText.utf8(entry.getKey()).length + 1L;
      size += entry.getValue().isEmpty() ? 0 : 2 + 2L * entry.getValue().size();
      out.append(out.length() == 0 ? "'" : " '");
      out.append(entry.getKey().replace("\\", "\\\\").replace("'", "''")).append('\'');
      char before = ':';
      for (var place : entry.getValue().entrySet()) {
        out.append(before).append(place.getKey());
        out.append(place.getValue() == 'D' ? "" : place.getValue().toString());
        before = ',';
      }
    }
    if (size > ROOM) {
      throw SIZE;
    }
    return out.toString();
  }
}
