/** Coercions to kinds that are one number, text or run of bytes. */
package dev.godwit.value.plain;
