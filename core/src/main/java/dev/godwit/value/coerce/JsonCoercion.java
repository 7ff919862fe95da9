package dev.godwit.value.coerce;

import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Outcome;
import dev.godwit.value.digest.Hash;
import dev.godwit.value.digest.JsonDigest;
import dev.godwit.value.plain.NumericCoercion;
import dev.godwit.value.text.DecimalText;
import dev.godwit.value.text.JsonEscapes;
import dev.godwit.value.text.JsonText;
import dev.godwit.value.text.PlainJson;
import dev.godwit.value.text.Spelling;
import dev.godwit.value.text.Utf8;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** To JSON: what RFC 8259 allows, to the letter. To JSONB: what PostgreSQL can take apart too. */
final class JsonCoercion implements Coercion {
  private static final Outcome INVALID = Outcome.misfit("invalid JSON");
  private static final Outcome NAN = Outcome.misfit("NaN in JSON");
  private static final Outcome INFINITY = Outcome.misfit("Infinity in JSON");
  private static final Outcome NUL = Outcome.misfit("\\u0000 in JSON");
  private static final Outcome SURROGATE = Outcome.misfit("lone surrogate in JSON");
  private static final Outcome DUPLICATE = Outcome.misfit("duplicate key in JSON");
  private static final Outcome RANGE = Outcome.misfit("number out of range in JSON");
  private static final Outcome BLOB = Outcome.misfit("blob in a json column");

  private final boolean binary;
  private final DecimalText decimal = new DecimalText();
  private final Hash hash = new Hash();
  private final PlainJson plain = new PlainJson(PlainJson.Listener.NONE);
  // The names of the open objects as hashes, and where each of those objects begins.
  private long[] names = new long[64];
  private int[] starts = new int[16];
  private int count;
  private int depth;
  private byte[] number = new byte[64];

  JsonCoercion(Kind kind) {
    binary = kind == Kind.JSONB;
  }

  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    return switch (from.storageClass(i)) {
      case Row.TEXT -> {
        to.copy(j, from, i);
        yield text(from.bytes(i));
      }
      case Row.INTEGER -> {
        to.setText(j, Spelling.of(from.integer(i)));
        yield Outcome.CHANGED;
      }
      case Row.REAL -> real(from.real(i), to, j);
      case Row.NULL -> Coercion.nothing(to, j);
      default -> BLOB;
    };
  }

  private static Outcome real(double value, Row to, int j) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? NAN : INFINITY;
    }
    to.setText(j, Spelling.shortest(value));
    return Outcome.CHANGED;
  }

  private Outcome text(byte[] json) {
    int characters = Utf8.characters(json);
    if (characters < 0) {
      return characters == Utf8.NUL ? Outcome.NUL : Outcome.BAD_UTF8;
    }
    if (plain.recognises(json)) {
      return Outcome.SAME;
    }
    Outcome misfit = parse(json);
    if (misfit == INVALID) {
      // Jackson takes no half of a surrogate pair in a name, but RFC 8259 does.
      byte[] without = JsonEscapes.withoutSurrogates(json);
      misfit = without == json ? INVALID : parse(without);
    }
    if (misfit != null || !binary) {
      return misfit == null ? Outcome.SAME : misfit;
    }
    if (JsonEscapes.escapesNul(json)) {
      return NUL;
    }
    return JsonEscapes.escapesLoneSurrogate(json) ? SURROGATE : Outcome.SAME;
  }

  private Outcome parse(byte[] json) {
    count = 0;
    depth = 0;
    try (JsonParser parser = JsonText.parser(json)) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        return INVALID;
      }
      Outcome misfit = token(parser, token);
      // A text that is not JSON at all is that first, whatever else is wrong with it.
      while (!parser.streamReadContext().inRoot()) {
        Outcome found = token(parser, parser.nextToken());
        misfit = misfit == null ? found : misfit;
      }
      return parser.nextToken() == null ? misfit : INVALID;
    } catch (JacksonException e) {
      return INVALID;
    }
  }

  private Outcome token(JsonParser parser, JsonToken token) {
    return switch (token) {
      case VALUE_NUMBER_FLOAT -> parser.isNaN() ? special(parser) : binary ? number(parser) : null;
      case VALUE_NUMBER_INT ->
          binary && parser.getStringLength() > NumericCoercion.GREATEST_DIGITS ? RANGE : null;
      case START_OBJECT -> open();
      case PROPERTY_NAME -> name(parser);
      case END_OBJECT -> hasDuplicate() ? DUPLICATE : null;
      default -> null;
    };
  }

  private Outcome number(JsonParser parser) {
    int length = parser.getStringLength();
    number = JsonDigest.ascii(parser, length, number);
    return decimal.scan(number, length)
            && decimal.leading() < NumericCoercion.GREATEST_DIGITS
            && decimal.scale() <= NumericCoercion.GREATEST_SCALE
        ? null
        : RANGE;
  }

  private static Outcome special(JsonParser parser) {
    return parser.getString().startsWith("N") ? NAN : INFINITY;
  }

  private Outcome open() {
    if (depth == starts.length) {
      starts = Arrays.copyOf(starts, depth * 2);
    }
    starts[depth++] = count;
    return null;
  }

  private Outcome name(JsonParser parser) {
    if (!binary) {
      return null;
    }
    if (count == names.length) {
      names = Arrays.copyOf(names, count * 2);
    }
    hash.start(0);
    hash.add(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
    names[count++] = hash.a();
    return null;
  }

  /** Closes the innermost object. Equal hashes of 64 bits are taken for equal names. */
  private boolean hasDuplicate() {
    int start = starts[--depth];
    int end = count;
    count = start;
    Arrays.sort(names, start, end);
    for (int i = start + 1; i < end; i++) {
      if (names[i] == names[i - 1]) {
        return true;
      }
    }
    return false;
  }
}
