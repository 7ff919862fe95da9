package dev.godwit.startup.teleclaude;

import java.time.Instant;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * A session as the daemon serves it. Everything but {@code id}, {@code computer} and {@code
 * initiatedByAi} may be null. Times are exact to the microsecond.
 */
public record Session(
    String id,
    String computer,
    String title,
    String status,
    String visibility,
    boolean initiatedByAi,
    JsonNode metadata,
    Instant createdAt,
    Instant lastActivity,
    Instant closedAt,
    String ownerPerson,
    Long ownerUid) {
  public Session {
    Objects.requireNonNull(id);
    Objects.requireNonNull(computer);
  }

  /** A session that begins now, with what TeleClaude itself would fill in. */
  public static Session of(String id, String computer, String title, Instant now) {
    return new Session(
        id, computer, title, "active", "private", false, null, now, now, null, null, null);
  }
}
