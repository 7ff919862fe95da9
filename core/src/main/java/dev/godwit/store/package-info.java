/**
 * The seam between the engine and the stores: what a source and a target can do. Imports {@code
 * model} only.
 */
package dev.godwit.store;
