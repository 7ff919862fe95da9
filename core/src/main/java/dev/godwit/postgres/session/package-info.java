/** Connections and what a session settles: settings, locks, errors, journals. */
package dev.godwit.postgres.session;
