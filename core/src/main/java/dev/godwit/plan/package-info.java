/**
 * What is going to happen, decided before a row moves: rules, the plan and its problems. Never
 * opens a store. Imports {@code model}, {@code value} and {@code inspect}.
 */
package dev.godwit.plan;
