/**
 * Runs that write only what differs: who wins where both sides changed, what is new, what was
 * refused. Imports {@code run.protocol}.
 */
package dev.godwit.run.sync;
