/**
 * Files as stores: a {@link dev.godwit.format.Format} reads and writes them, and everything else
 * that a target has to do is done here, over a scratch.
 */
package dev.godwit.format;
