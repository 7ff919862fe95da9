/**
 * Compares content: counts, then order-free digests, then the keys that differ. Imports {@code
 * value}, {@code store} and {@code model}.
 */
package dev.godwit.verify;
