/** What the server has to object before a run, and what its own check says. */
package dev.godwit.postgres.check;
