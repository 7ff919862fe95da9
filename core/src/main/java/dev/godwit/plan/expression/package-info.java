/** Expressions of SQL, read from the words of one engine and said in those of another. */
package dev.godwit.plan.expression;
