/**
 * What is known of applications and of the tools that make their tables: data, a YAML file each.
 * May import {@code model}.
 */
package dev.godwit.recipe;
