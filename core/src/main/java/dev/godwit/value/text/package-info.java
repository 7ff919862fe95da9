/**
 * Values spelled and read as text: numbers, days, JSON, the plain form of each kind, the server's.
 */
package dev.godwit.value.text;
