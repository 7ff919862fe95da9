/** The one table of coercions, and what stands around them: affinities, conversions, JSON. */
package dev.godwit.value.coerce;
