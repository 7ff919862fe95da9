package dev.godwit.startup.teleclaude;

import dev.godwit.startup.Database;
import dev.godwit.startup.Fields;
import dev.godwit.startup.TimeStyle;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Which voice speaks for a session: an insert, or an update where one was assigned before. */
public final class Voices {
  private static final String TABLE = "voice_assignments";
  private static final Field<String> ID = Fields.text("id");
  private static final Field<String> SERVICE = Fields.text("service_name");
  private static final Field<String> VOICE = Fields.text("voice");
  private static final Field<Instant> ASSIGNED = Fields.time("assigned_at", TimeStyle.SPACE);

  /** A voice of a service, and since when; {@code service} may be null. */
  public record Voice(String service, String name, Instant assignedAt) {}

  private final Database database;

  public Voices(Database database) {
    this.database = database;
  }

  /** Assigns a voice to a session's id, or to an agent's own name for the session. */
  public void assign(String id, Voice voice) {
    Map<Field<?>, Object> row = new LinkedHashMap<>();
    row.put(ID, id);
    row.put(SERVICE, voice.service());
    row.put(VOICE, voice.name());
    row.put(ASSIGNED, voice.assignedAt());
    database.upsert(TABLE, List.of(ID), row);
  }

  public Optional<Voice> of(String id) {
    return database
        .sql()
        .select(SERVICE, VOICE, ASSIGNED)
        .from(DSL.table(DSL.name(TABLE)))
        .where(ID.eq(id))
        .fetchOptional(r -> new Voice(r.get(SERVICE), r.get(VOICE), r.get(ASSIGNED)));
  }
}
