/**
 * What values mean: what a coercion is, what came of one, and the rules that callers give. Imports
 * only {@code dev.godwit.model}.
 */
package dev.godwit.value;
