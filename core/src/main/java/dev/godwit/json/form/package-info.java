/** How JSON is spelled: text, numbers, the cells of a column, a row as a record. */
package dev.godwit.json.form;
