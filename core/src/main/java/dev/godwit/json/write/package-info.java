/** Rows written as records of JSON, and tables as one file of some shape. */
package dev.godwit.json.write;
