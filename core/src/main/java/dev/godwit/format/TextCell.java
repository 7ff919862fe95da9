package dev.godwit.format;

import dev.godwit.model.Affinity;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.coerce.Coercions;
import dev.godwit.value.text.Forms;
import dev.godwit.value.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * How the cells of one column stand in a file of plain text: texts in quotes, numbers without,
 * bytes as {@code \x00ff}. Where a column holds any storage class, that tells them apart; text that
 * is no UTF-8 is {@code \X00ff} there.
 */
public final class TextCell {
  private static final String BYTES = "\\x";
  private static final String TEXT = "\\X";

  private final ColumnType type;
  private final Coercion spelled;
  private final Row plain = new Row(1);

  public TextCell(ColumnType type) {
    this.type = type;
    boolean spells = type.kind() == Kind.UUID || type.kind().isTemporal();
    ColumnType unlimited = ColumnType.of(type.kind(), type.name());
    this.spelled =
        spells ? Coercions.of(ColumnType.of(Kind.ANY, ""), unlimited, CoercionRules.DEFAULT) : null;
  }

  /** Whether texts are told from other values by their quotes alone. */
  public boolean isToldByQuotes() {
    return type.kind() == Kind.ANY;
  }

  /** Whether the cell stands in quotes. */
  public boolean quotes(Row row, int i) {
    return row.storageClass(i) == Row.TEXT
        && type.kind() != Kind.NUMERIC
        && !(isToldByQuotes() && Utf8.charactersAndNuls(row.bytes(i)) == Utf8.INVALID);
  }

  /**
   * What stands for the cell, null for NULL.
   *
   * @throws IllegalArgumentException where nothing can, saying why
   */
  public String write(Row row, int i) {
    if (spelled != null && !row.isNull(i)) {
      Forms.render(type, row, i, plain, 0);
      return plain.text(0);
    }
    return switch (row.storageClass(i)) {
      case Row.NULL -> null;
      case Row.INTEGER ->
          type.kind() == Kind.BOOLEAN
              ? Boolean.toString(row.integer(i) != 0)
              : Long.toString(row.integer(i));
      case Row.REAL ->
          type.kind() == Kind.REAL
              ? Float.toString((float) row.real(i))
              : Double.toString(row.real(i));
      case Row.TEXT -> text(row.bytes(i));
      default -> BYTES + HexFormat.of().formatHex(row.bytes(i));
    };
  }

  private String text(byte[] utf8) {
    if (Utf8.charactersAndNuls(utf8) != Utf8.INVALID) {
      return new String(utf8, StandardCharsets.UTF_8);
    } else if (isToldByQuotes()) {
      return TEXT + HexFormat.of().formatHex(utf8);
    }
    throw new IllegalArgumentException("text that is not UTF-8 has no place in a file of text");
  }

  /** Reads a value that does not stand for NULL; false where it does not fit the type. */
  public boolean read(String value, boolean quoted, Row row, int i) {
    try {
      switch (type.kind()) {
        case BOOLEAN -> row.setInteger(i, value.equals("true") ? 1 : 0);
        case SMALLINT, INTEGER, BIGINT -> row.setInteger(i, Long.parseLong(value));
        case REAL -> row.setReal(i, Float.parseFloat(value));
        case DOUBLE -> row.setReal(i, Double.parseDouble(value));
        case BYTES -> row.setBlob(i, hex(value, BYTES));
        case ANY -> any(value, quoted, row, i);
        default -> row.setText(i, value);
      }
      if (spelled != null) {
        plain.setText(0, value);
        return !spelled.apply(plain, 0, row, i).isMisfit();
      }
      return type.kind() != Kind.BOOLEAN || value.equals("true") || value.equals("false");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void any(String value, boolean quoted, Row row, int i) {
    if (!quoted && value.startsWith(BYTES)) {
      row.setBlob(i, hex(value, BYTES));
    } else if (!quoted && value.startsWith(TEXT)) {
      row.setText(i, hex(value, TEXT));
    } else if (quoted || Affinity.of(type.name(), false) == Affinity.TEXT) {
      // Other programs write a column of texts without quotes.
      row.setText(i, value);
    } else if (TextType.isWhole(value)) {
      row.setInteger(i, Long.parseLong(value));
    } else {
      row.setReal(i, Double.parseDouble(value));
    }
  }

  private static byte[] hex(String value, String prefix) {
    if (!value.startsWith(prefix)) {
      throw new IllegalArgumentException(prefix);
    }
    return HexFormat.of().parseHex(value, prefix.length(), value.length());
  }
}
