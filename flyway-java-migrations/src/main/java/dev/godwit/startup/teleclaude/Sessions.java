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
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import tools.jackson.databind.JsonNode;

/** The table {@code sessions}, the same on both engines. Thread-safe. */
public final class Sessions {
  private static final Table<Record> TABLE = DSL.table(DSL.name("sessions"));
  private static final Field<String> ID = Fields.text("session_id");
  private static final Field<String> COMPUTER = Fields.text("computer_name");
  private static final Field<String> TITLE = Fields.text("title");
  private static final Field<String> STATUS = Fields.text("lifecycle_status");
  private static final Field<String> VISIBILITY = Fields.text("visibility");
  private static final Field<Boolean> BY_AI = Fields.bool("initiated_by_ai");
  private static final Field<JsonNode> METADATA = Fields.json("session_metadata");
  private static final Field<Instant> CREATED = Fields.time("created_at", TimeStyle.SPACE);
  private static final Field<Instant> ACTIVE = Fields.time("last_activity", TimeStyle.SPACE);
  private static final Field<Instant> CLOSED = Fields.time("closed_at", TimeStyle.SPACE);
  private static final Field<String> PERSON = Fields.text("owner_person");
  private static final Field<Long> UID = Fields.integer("owner_uid");

  private final Database database;

  public Sessions(Database database) {
    this.database = database;
  }

  /** Every session, the one that was active last first; at most {@code most} of them. */
  public List<Session> list(int most) {
    return database
        .sql()
        .select(fields())
        .from(TABLE)
        .orderBy(database.chronological(ACTIVE).desc().nullsLast(), ACTIVE.desc(), ID)
        .limit(most)
        .fetch(Sessions::session);
  }

  public Optional<Session> find(String id) {
    return database
        .sql()
        .select(fields())
        .from(TABLE)
        .where(ID.eq(id))
        .fetchOptional(Sessions::session);
  }

  /** How many there are. */
  public long count() {
    return database.sql().selectCount().from(TABLE).fetchOptional(0, Long.class).orElse(0L);
  }

  /** Writes a session, over the one of the same id where there is one. */
  public void save(Session session) {
    Map<Field<?>, Object> row = new LinkedHashMap<>();
    row.put(ID, session.id());
    row.put(COMPUTER, session.computer());
    row.put(TITLE, session.title());
    row.put(STATUS, session.status());
    row.put(VISIBILITY, session.visibility());
    row.put(BY_AI, session.initiatedByAi());
    row.put(METADATA, session.metadata());
    row.put(CREATED, session.createdAt());
    row.put(ACTIVE, session.lastActivity());
    row.put(CLOSED, session.closedAt());
    row.put(PERSON, session.ownerPerson());
    row.put(UID, session.ownerUid());
    database.upsert("sessions", List.of(ID), row);
  }

  /** Closes an open session; false where there is none of that id. */
  public boolean close(String id, Instant now) {
    return database
            .sql()
            .update(TABLE)
            .set(STATUS, "closed")
            .set(CLOSED, now)
            .where(ID.eq(id).and(CLOSED.isNull()))
            .execute()
        > 0;
  }

  /** Removes a session and what belongs to it; false where there is none of that id. */
  public boolean delete(String id) {
    return database.sql().deleteFrom(TABLE).where(ID.eq(id)).execute() > 0;
  }

  private static List<Field<?>> fields() {
    return List.of(
        ID,
        COMPUTER,
        TITLE,
        STATUS,
        VISIBILITY,
        BY_AI,
        METADATA,
        CREATED,
        ACTIVE,
        CLOSED,
        PERSON,
        UID);
  }

  private static Session session(Record row) {
    return new Session(
        row.get(ID),
        row.get(COMPUTER),
        row.get(TITLE),
        row.get(STATUS),
        row.get(VISIBILITY),
        Boolean.TRUE.equals(row.get(BY_AI)),
        row.get(METADATA),
        row.get(CREATED),
        row.get(ACTIVE),
        row.get(CLOSED),
        row.get(PERSON),
        row.get(UID));
  }
}
