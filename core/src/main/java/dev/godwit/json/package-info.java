/**
 * JSON as a store: files as people have them, told apart by content, and the folder that Godwit
 * writes itself. Everything is streamed.
 */
package dev.godwit.json;
