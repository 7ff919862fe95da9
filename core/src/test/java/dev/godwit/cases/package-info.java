/** Databases that break other tools: each a folder under resources/cases, or a test here. */
package dev.godwit.cases;
