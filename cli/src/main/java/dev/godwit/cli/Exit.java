package dev.godwit.cli;

import dev.godwit.model.GodwitException;

/** The exit codes where there is no verdict, which scripts rely on. */
final class Exit {
  static final int EXACT = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int REFUSED = 3;

  private Exit() {}

  static int of(GodwitException.Reason reason) {
    return switch (reason) {
      case USAGE -> USAGE;
      case REFUSED -> REFUSED;
      case FAILED, UNANSWERED -> FAILED;
    };
  }
}
