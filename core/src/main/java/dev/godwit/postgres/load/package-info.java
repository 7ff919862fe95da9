/**
 * Rows on their way into tables: COPY, merging, what is taken off and put back, who is at fault.
 */
package dev.godwit.postgres.load;
