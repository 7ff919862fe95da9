package dev.godwit.cli.sample;

import java.util.List;
import java.util.Map;

/** The columns that TeleClaude fills with JSON. */
final class JsonColumns {
  static final Map<String, List<String>> TELECLAUDE =
      Map.of(
          "sessions", List.of("adapter_metadata", "session_metadata", "transcript_files"),
          "hook_outbox", List.of("payload"),
          "webhook_contracts", List.of("contract_json"),
          "webhook_outbox", List.of("event_json"),
          "inbound_queue", List.of("payload_json"),
          "conversation_links", List.of("metadata_json"),
          "operations", List.of("payload_json"),
          "mirrors", List.of("metadata"),
          "memory_observations", List.of("facts", "concepts", "files_read", "files_modified"));

  static final Map<String, List<String>> EVENTS =
      Map.of(
          "notifications", List.of("payload", "resolution"),
          "quarantined_events", List.of("envelope_json", "trust_flags"),
          "signal_items", List.of("embedding"),
          "signal_syntheses", List.of("artifact"));

  private JsonColumns() {}
}
