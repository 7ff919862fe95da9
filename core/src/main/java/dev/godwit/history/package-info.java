/**
 * What was moved, when and how far: kept in journals of the target, beside the rows and committed
 * with them. Imports {@code value}, {@code store} and {@code model}.
 */
package dev.godwit.history;
