/** What Godwit writes down of a store of files: its catalog, and rows as lines of JSON. */
package dev.godwit.format.note;
