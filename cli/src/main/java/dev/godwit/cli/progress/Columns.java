package dev.godwit.cli.progress;

/** How many columns of a terminal a text takes. */
final class Columns {
  private Columns() {}

  /** As much of a text as fits into so many columns, without what would move the cursor. */
  static String fit(String text, int columns) {
    StringBuilder result = new StringBuilder();
    int taken = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isISOControl(c)) {
        c = '?';
      }
      taken += width(c);
      if (taken > columns) {
        break;
      }
      result.appendCodePoint(c);
    }
    return result.toString();
  }

  /** How many a text takes. */
  static int of(String text) {
    return text.codePoints().map(Columns::width).sum();
  }

  private static int width(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> Character.isIdeographic(c) || isWide(c) ? 2 : 1;
    };
  }

  /** Hangul, kana, full-width forms, pictures. */
  private static boolean isWide(int c) {
    return c >= 0x1100 && c <= 0x115f
        || c >= 0x2e80 && c <= 0xa4cf
        || c >= 0xac00 && c <= 0xd7a3
        || c >= 0xf900 && c <= 0xfaff
        || c >= 0xfe30 && c <= 0xfe6f
        || c >= 0xff00 && c <= 0xff60
        || c >= 0xffe0 && c <= 0xffe6
        || c >= 0x1f300 && c <= 0x1faff;
  }
}
