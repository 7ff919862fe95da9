/** What can still be read of a damaged file. */
package dev.godwit.sqlite.salvage;
