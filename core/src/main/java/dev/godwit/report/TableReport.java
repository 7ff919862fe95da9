package dev.godwit.report;

import java.util.Map;

/**
 * One table of a {@link Report}: source rows = copied + skipped + rejected. Skipped rows are those
 * that the target had already. {@code coercions} counts the values whose representation changed,
 * {@code guesses} names the unit that a column's numbers were taken for.
 */
public record TableReport(
    String name,
    String target,
    long sourceRows,
    long copied,
    long skipped,
    long rejected,
    long targetRows,
    Match digest,
    double seconds,
    Map<String, String> renamed,
    Map<String, Long> coercions,
    Map<String, String> guesses) {}
