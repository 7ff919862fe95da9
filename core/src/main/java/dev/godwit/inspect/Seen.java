package dev.godwit.inspect;

/** How often something was seen in a column, and the key of the first row, for people. */
public record Seen(long count, String firstKey) {}
