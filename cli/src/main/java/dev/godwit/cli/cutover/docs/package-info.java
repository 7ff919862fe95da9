/**
 * Copies an application's documents to where everybody reads them, and makes their index anew. The
 * source is only read.
 */
package dev.godwit.cli.cutover.docs;
