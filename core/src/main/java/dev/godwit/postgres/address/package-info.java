/** Where a server is, as URLs, service files and password files say it. */
package dev.godwit.postgres.address;
