package dev.godwit.btree;

import java.util.List;

/** Whether the records of a table have a value for each demand, which meets it. */
final class RecordCheck {
  /** No numeral that matters is longer; whatever is may be one. */
  private static final int LONGEST_NUMERAL = 40;

  private final Values values;
  private final Demand[] demands;
  private boolean met = true;

  /** Records are read from this payload. */
  RecordCheck(Payload payload, List<Demand> demands) {
    this.values = new Values(payload, demands.size());
    this.demands = demands.toArray(new Demand[0]);
  }

  /** Whether all records were so up to now. */
  boolean isMet() {
    return met;
  }

  /** Looks at one more, unless it is known that not all are so. */
  void look() {
    met = met && meets();
  }

  private boolean meets() {
    if (values.begin() != demands.length) {
      return false;
    }
    int at = 0;
    for (int i = 0; i < demands.length; i++) {
      Demand demand = demands[i];
      if (demand.notNull() && values.isNull(i) || demand.noNumber() && values.isNumber(i)) {
        return false;
      }
      if (demand.noNumeral() && values.isText(i)) {
        while (at < i) {
          values.skip(at++);
        }
        if (mayBeNumeral(values.beginning(at++, LONGEST_NUMERAL))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether SQLite could read a number where a text begins so. */
  private static boolean mayBeNumeral(byte[] text) {
    boolean digits = text.length == LONGEST_NUMERAL;
    boolean afterDigit = false;
    for (byte b : text) {
      if (b == 0) {
        // SQLite may read no further.
        return digits;
      }
      boolean digit = b >= '0' && b <= '9';
      // Of dates, what follows the year tells them from numerals.
      if (b < 0
          || b == '-' && afterDigit
          || !digit && b > ' ' && b != '-' && b != '+' && b != '.' && b != 'e' && b != 'E') {
        return false;
      }
      digits |= digit;
      afterDigit = digit;
    }
    return digits;
  }
}
