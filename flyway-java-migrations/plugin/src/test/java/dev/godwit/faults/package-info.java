/** What may go wrong, through every door, in every mode, and what is there afterwards. */
package dev.godwit.faults;
