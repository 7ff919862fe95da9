package dev.godwit.cli.sample;

/** The words in the sample: ordinary ones, and those that break careless programs. No NUL here. */
final class Texts {
  static final String HOME = "/Users/ada";

  private static final String[] TITLES = {
    "Fix the login test",
    "Prüfe die Übersetzung — 文字化け?",
    "\uD83D\uDE80 Release 1.4 \uD83D\uDC69\u200D\uD83D\uDCBB",
    "How do I reset my password?",
    "شرح النشر",
    "O'Brien's \"quoted\" \\ backslashed; DROP TABLE sessions;--",
    "Tab\there, newline\nthere, e\u0301 composed",
    null
  };

  private Texts() {}

  static String title(int i) {
    return TITLES[i % TITLES.length];
  }

  static String message(int i) {
    return i % 8 == 7 ? "" : "Please look at item " + i + ". \uD83D\uDE4F Danke!";
  }

  /** What a terminal shows: colours, a bell, carriage returns, a byte order mark. */
  static String terminal(int i) {
    return switch (i % 4) {
      case 0 -> "\u001B[32m✓\u001B[0m built in 3." + i + "s\r\n\u0007";
      case 1 -> "\uFEFF┌──┐\n│ok│\n└──┘ \u0008\u0001\u007F\u009B";
      case 2 -> null;
      default -> "plain text, line " + i + "\n\n\tindented\u00A0\u2028\uFFFD\uFFFF";
    };
  }

  /** Discord's ids do not fit a double: 2^53 is 9007199254740992. */
  static String adapters(int i) {
    return switch (i % 8) {
      case 0 -> null;
      case 1 -> "{\"telegram\": {\"topic_id\": " + (1000 + i) + ", \"output_message_id\": null}}";
      case 2, 3 ->
          "{\"discord\": {\"channel_id\": "
              + (1_234_567_890_123_456_789L + i)
              + ", \"thread_id\": 9007199254740993, \"topic\": \"caf\\u00e9 \\ud83d\\ude80\"}}";
      case 5 -> "{\"whatsapp\": {\"phone_number\": \"+31600000" + (100 + i) + "\"}}";
      case 6 ->
          "{\"redis\": {\"channel_metadata\": \"{\\\"target\\\": \\\"workstation-2\\\","
              + " \\\"n\\\": 1}\"}}";
      default -> "{}";
    };
  }

  static String sessionMetadata(int i, String email) {
    if (i % 8 == 4) {
      return "{\"system_role\": \"worker\", \"job\": \"nightly-" + i + "\"}";
    }
    return email == null
        ? null
        : "{\"human_email\": \"" + email + "\", \"human_role\": \"member\"}";
  }
}
