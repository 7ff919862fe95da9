package dev.godwit.store.can;

import java.util.Set;

/** Is reached through a connection to a server. */
public interface Remote {
  /** What the server calls itself, for people: address, port, database and user. */
  String server();

  /**
   * Connects anew where the connection broke, waiting for the server a while; false where it did
   * not break. Locks are gone then, and what was not committed.
   */
  boolean reconnect();

  /** Those of these roles that the server does not know. */
  Set<String> unknownRoles(Set<String> roles);
}
