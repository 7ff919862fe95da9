package dev.godwit.btree;

/**
 * What SQLite's check expects of a column's values: that none is NULL, that none is a number (TEXT
 * affinity), that no text is one (the affinities of numbers).
 */
public record Demand(boolean notNull, boolean noNumber, boolean noNumeral) {}
