/** Whether a file is sound: pages, indexes, constraints. */
package dev.godwit.sqlite.check;
