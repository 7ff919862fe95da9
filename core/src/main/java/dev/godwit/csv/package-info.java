/** CSV as a form of files. Imports {@code model}, {@code store}, {@code value}, {@code format}. */
package dev.godwit.csv;
