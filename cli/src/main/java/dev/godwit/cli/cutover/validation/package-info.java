/** Whether what was moved is there, whole, and whether the daemon can start on it. Reads only. */
package dev.godwit.cli.cutover.validation;
