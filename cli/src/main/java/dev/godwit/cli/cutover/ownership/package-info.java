/** Says whose the rows are, now that the machine has several people. */
package dev.godwit.cli.cutover.ownership;
