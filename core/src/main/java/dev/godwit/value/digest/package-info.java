/** Digests that compare rows across engines, whatever their order. */
package dev.godwit.value.digest;
