/** Coercions to dates, times, moments and intervals. */
package dev.godwit.value.time;
