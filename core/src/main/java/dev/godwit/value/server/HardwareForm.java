package dev.godwit.value.server;

import dev.godwit.value.Misfit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Addresses of network cards: pairs of digits, in any of the usual groups. */
final class HardwareForm implements ServerForm {
  private final List<Pattern> spellings = new ArrayList<>();
  private final int bytes;
  private final Misfit misfit;

  HardwareForm(int bytes) {
    this.bytes = bytes;
    this.misfit = new Misfit("text that is not an address of " + bytes + " bytes");
    String pair = "[0-9a-f]{2}";
    for (String separator : List.of(":", "-")) {
      spellings.add(Pattern.compile(pair + (separator + pair).repeat(bytes - 1)));
      spellings.add(Pattern.compile(pair.repeat(3) + separator + pair.repeat(bytes - 3)));
    }
    for (String separator : List.of("\\.", "-", ":")) {
      spellings.add(
          Pattern.compile(pair.repeat(2) + (separator + pair.repeat(2)).repeat(bytes / 2 - 1)));
    }
    spellings.add(Pattern.compile(pair.repeat(bytes)));
  }

  @Override
  public String of(String text) throws Misfit {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (spellings.stream().noneMatch(s -> s.matcher(lower).matches())) {
      throw misfit;
    }
    String digits = lower.replaceAll("[:.-]", "");
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < bytes; i++) {
      out.append(i == 0 ? "" : ":").append(digits, 2 * i, 2 * i + 2);
    }
    return out.toString();
  }
}
