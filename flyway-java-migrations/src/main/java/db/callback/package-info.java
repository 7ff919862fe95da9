/** Where Flyway looks for callbacks by itself. */
package db.callback;
