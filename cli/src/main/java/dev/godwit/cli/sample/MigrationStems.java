package dev.godwit.cli.sample;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What TeleClaude notes about its own migrations: by file name, since numbers repeat. */
final class MigrationStems {
  /** Deleted upstream in January 2026; their rows remain where they once ran. */
  static final List<String> FIRST_GENERATION =
      List.of(
          "001_ux_state_to_columns",
          "001_add_ux_columns",
          "002_add_working_slug",
          "003_add_closed_at",
          "004_remove_closed_column",
          "005_project_path_refactor",
          "006_remove_working_directory",
          "007_split_project_path_subdir",
          "008_add_lifecycle_status",
          "008_rename_terminal_outbox",
          "009_drop_api_outbox",
          "010_last_input_origin",
          "011_add_last_feedback_summary",
          "012_simplify_voice_assignments");

  /** A fully migrated database has all of these. */
  static final List<String> CURRENT =
      List.of(
          "001_fix_sessions_tmux_nullable",
          "002_add_last_output_digest",
          "003_add_agent_output_fields",
          "004_add_checkpoint_fields",
          "005_add_memory_tables",
          "006_widen_observation_types",
          "007_rename_activity_columns",
          "008_add_human_identity_fields",
          "009_add_notification_outbox",
          "010_add_session_listeners",
          "011_rename_feedback_to_output_summary",
          "012_add_help_desk_session_fields",
          "012_add_memory_identity_key",
          "013_add_session_relay_columns",
          "014_add_memory_obs_identity_index",
          "015_add_session_char_offset",
          "016_add_transcript_files",
          "017_add_session_visibility",
          "018_add_session_metadata",
          "019_add_delivery_channel",
          "020_add_degraded_until",
          "021_add_conversation_links",
          "022_add_session_user_role",
          "023_backfill_human_role_from_user_role",
          "023_rename_hook_origin_terminal",
          "024_add_sessions_performance_indexes",
          "025_drop_notification_outbox",
          "026_add_mirrors_table",
          "026_add_operations",
          "027_prune_non_canonical_mirrors",
          "028_add_mirror_source_identity",
          "029_add_mirror_tombstones",
          "030_add_turn_triggered_by_linked_output",
          "031_add_session_tokens",
          "032_add_session_principal");

  private static final Instant FIRST = Instant.parse("2026-01-08T21:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-02-01T07:30:00Z");

  private MigrationStems() {}

  static void write(SampleDatabase db) throws SQLException {
    write(db, FIRST_GENERATION, FIRST);
    write(db, CURRENT, SECOND);
  }

  private static void write(SampleDatabase db, List<String> stems, Instant from)
      throws SQLException {
    for (int i = 0; i < stems.size(); i++) {
      String at = MomentSpelling.currentTimestamp(from.plus(Duration.ofDays(i)));
      db.into("schema_migrations").set("version", stems.get(i)).set("applied_at", at).insert();
    }
  }
}
