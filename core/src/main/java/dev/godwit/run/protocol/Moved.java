package dev.godwit.run.protocol;

import dev.godwit.plan.TableCopy;
import dev.godwit.report.Match;
import dev.godwit.report.TableReportBuilder;
import dev.godwit.value.digest.Digest;
import java.util.Map;

/**
 * What a strategy did to one table. {@code report} lacks what the target holds now; {@code
 * expected} is the digest of what it should hold, null where that is not known; {@code known} is
 * how it compares where nothing has to be read again for that, else null; {@code standing} is what
 * the next run goes on from, null where that is found by reading back; {@code exact}: the table
 * then holds just what the source does; {@code noted}: its rows are noted for later runs, or are
 * not to be.
 */
public record Moved(
    TableCopy copy,
    TableReportBuilder report,
    long sourceRows,
    long rejected,
    Digest expected,
    Match known,
    Standing standing,
    boolean exact,
    boolean noted,
    Map<String, Map<String, Long>> converted) {}
