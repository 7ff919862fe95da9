/**
 * Compares content: counts, then order-free digests, then the keys that differ. Imports {@code
 * report}, {@code copy}, {@code plan}, {@code value}, {@code store} and {@code model}.
 */
package dev.godwit.verify;
