/** PostgreSQL's types that no common kind holds, in the words of its server. */
package dev.godwit.value.server;
