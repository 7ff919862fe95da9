/**
 * What values mean: the one table of coercions between common kinds, the plain form of each kind
 * for engines that lack it, and digests that compare rows across engines. Imports only the JDK,
 * {@code dev.godwit.model} and {@code tools.jackson}.
 */
package dev.godwit.value;
