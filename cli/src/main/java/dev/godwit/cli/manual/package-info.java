/** What help, the manual page and completions say of the program; all from its commands alone. */
package dev.godwit.cli.manual;
