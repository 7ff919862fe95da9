/**
 * The profile of a store: what its columns are declared as and what they really hold, found in one
 * pass. Imports {@code model}, {@code store} and Jackson.
 */
package dev.godwit.inspect;
