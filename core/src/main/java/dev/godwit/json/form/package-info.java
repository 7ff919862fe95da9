/** How JSON is spelled: text, numbers, the cells of a column, catalogs, and what a name says. */
package dev.godwit.json.form;
