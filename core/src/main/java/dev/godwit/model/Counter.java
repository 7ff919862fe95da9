package dev.godwit.model;

/** A sequence of the target that gives a column its numbers, though nothing there says so. */
public record Counter(Table table, String column, String sequence) {}
