package dev.godwit.cli.cutover;

import dev.godwit.cli.cutover.report.CutoverHtml;
import dev.godwit.cli.cutover.report.CutoverReport;
import dev.godwit.cli.cutover.report.CutoverText;
import dev.godwit.cli.report.ReportFile;
import dev.godwit.report.ReportJson;
import java.nio.file.Path;
import java.util.List;

/** What a cutover leaves to be read later, beside its state. */
record CutoverNotes(Path folder) {
  private static final String TEXT = "report.txt";
  private static final String JSON = "report.json";
  private static final String HTML = "report.html";
  private static final String WAY_BACK = "way-back.sh";

  /** All of them, by name. */
  static final List<String> FILES = List.of(TEXT, JSON, HTML, WAY_BACK);

  void keep(CutoverReport report) {
    ReportFile.write(folder.resolve(TEXT), CutoverText.of(report));
    ReportFile.write(folder.resolve(JSON), ReportJson.of(report) + "\n");
    ReportFile.write(folder.resolve(HTML), CutoverHtml.of(report));
    ReportFile.write(
        folder.resolve(WAY_BACK),
        "#!/bin/sh\n# The way back from the cutover, to be read before it is run.\nset -e\n"
            + String.join("\n", report.wayBack())
            + "\n");
  }
}
