/**
 * What a cutover did so far, on disk before it counts, so that it can go on, be repeated, and be
 * taken back.
 */
package dev.godwit.cli.cutover.state;
