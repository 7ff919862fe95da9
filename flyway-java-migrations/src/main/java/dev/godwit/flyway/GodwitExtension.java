package dev.godwit.flyway;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flywaydb.core.extensibility.ConfigurationExtension;
import org.flywaydb.core.extensibility.Plugin;

/**
 * The options {@code flyway.godwit.*}, as they were written. All are text, null where not set: a
 * value of another type would make Flyway drop the whole namespace without a word, so they are
 * parsed, and complained about, in {@link ImportSettings}.
 */
public final class GodwitExtension implements ConfigurationExtension {
  static final String PREFIX = "flyway.godwit.";
  private static final String VARIABLES = "FLYWAY_GODWIT_";
  private static final Pattern BY_VERSION = Pattern.compile("((?:\\d+_)+)?(.*)", Pattern.DOTALL);

  private String source;
  private String version;
  private String rules;
  private String onMisfit;
  private String verify;
  private String tables;
  private String schema;
  private String exclude;
  private String ownerPerson;
  private String ownerUid;
  private String force;
  private String backup;
  private String zone;
  private String batchRows;
  private String debug;
  private String report;

  // Flyway looks into every field that is not final; a listener is none of its business.
  private final ImportListener[] listener = {ImportListener.NONE};

  @Override
  public String getNamespace() {
    return "godwit";
  }

  /**
   * {@code FLYWAY_GODWIT_OWNER_PERSON} and {@code FLYWAY_GODWIT_OWNERPERSON} are one; {@code
   * FLYWAY_GODWIT_2_SOURCE} is that of version 2.
   */
  @Override
  public String getConfigurationParameterFromEnvironmentVariable(String variable) {
    if (!variable.startsWith(VARIABLES)) {
      return null;
    }
    Matcher parts = BY_VERSION.matcher(variable.substring(VARIABLES.length()));
    String version = parts.matches() && parts.group(1) != null ? parts.group(1) : "";
    String word = parts.group(2).replace("_", "").toLowerCase(Locale.ROOT);
    // An unknown one is passed on, so that it is complained about like any other.
    return PREFIX
        + version.replace('_', '.')
        + names().stream().filter(word::equalsIgnoreCase).findFirst().orElse(word);
  }

  /** Flyway would copy by way of JSON, which a listener does not survive. */
  @Override
  public Plugin copy() {
    GodwitExtension copy = new GodwitExtension();
    copy.source = source;
    copy.version = version;
    copy.rules = rules;
    copy.onMisfit = onMisfit;
    copy.verify = verify;
    copy.tables = tables;
    copy.schema = schema;
    copy.exclude = exclude;
    copy.ownerPerson = ownerPerson;
    copy.ownerUid = ownerUid;
    copy.force = force;
    copy.backup = backup;
    copy.zone = zone;
    copy.batchRows = batchRows;
    copy.debug = debug;
    copy.report = report;
    return copy.listen(listener[0]);
  }

  /** Lets a program that runs Flyway in process follow the import. */
  public GodwitExtension listen(ImportListener other) {
    listener[0] = Objects.requireNonNull(other);
    return this;
  }

  ImportListener listener() {
    return listener[0];
  }

  /** Every option by name, null where it is not set. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("source", source);
    values.put("version", version);
    values.put("rules", rules);
    values.put("onMisfit", onMisfit);
    values.put("verify", verify);
    values.put("tables", tables);
    values.put("schema", schema);
    values.put("exclude", exclude);
    values.put("ownerPerson", ownerPerson);
    values.put("ownerUid", ownerUid);
    values.put("force", force);
    values.put("backup", backup);
    values.put("zone", zone);
    values.put("batchRows", batchRows);
    values.put("debug", debug);
    values.put("report", report);
    return values;
  }

  /** The options there are, without {@code flyway.godwit.}; a version may stand before them. */
  public static List<String> names() {
    return List.copyOf(new GodwitExtension().values().keySet());
  }

  /** Several values as one option takes them: separated by commas, their own written {@code \,}. */
  public static String list(Collection<String> values) {
    return values.stream().map(v -> v.replace(",", "\\,")).collect(Collectors.joining(","));
  }

  public String getSource() {
    return source;
  }

  public void setSource(String source) {
    this.source = source;
  }

  public String getVersion() {
    return version;
  }

  public void setVersion(String version) {
    this.version = version;
  }

  public String getRules() {
    return rules;
  }

  public void setRules(String rules) {
    this.rules = rules;
  }

  public String getOnMisfit() {
    return onMisfit;
  }

  public void setOnMisfit(String onMisfit) {
    this.onMisfit = onMisfit;
  }

  public String getVerify() {
    return verify;
  }

  public void setVerify(String verify) {
    this.verify = verify;
  }

  public String getTables() {
    return tables;
  }

  public void setTables(String tables) {
    this.tables = tables;
  }

  public String getSchema() {
    return schema;
  }

  public void setSchema(String schema) {
    this.schema = schema;
  }

  public String getExclude() {
    return exclude;
  }

  public void setExclude(String exclude) {
    this.exclude = exclude;
  }

  public String getOwnerPerson() {
    return ownerPerson;
  }

  public void setOwnerPerson(String ownerPerson) {
    this.ownerPerson = ownerPerson;
  }

  public String getOwnerUid() {
    return ownerUid;
  }

  public void setOwnerUid(String ownerUid) {
    this.ownerUid = ownerUid;
  }

  public String getForce() {
    return force;
  }

  public void setForce(String force) {
    this.force = force;
  }

  public String getBackup() {
    return backup;
  }

  public void setBackup(String backup) {
    this.backup = backup;
  }

  public String getZone() {
    return zone;
  }

  public void setZone(String zone) {
    this.zone = zone;
  }

  public String getBatchRows() {
    return batchRows;
  }

  public void setBatchRows(String batchRows) {
    this.batchRows = batchRows;
  }

  public String getDebug() {
    return debug;
  }

  public void setDebug(String debug) {
    this.debug = debug;
  }

  public String getReport() {
    return report;
  }

  public void setReport(String report) {
    this.report = report;
  }
}
