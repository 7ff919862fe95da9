package dev.godwit.format;

/**
 * How a store's files lie: one {@code isFile}, or a folder with one for each table, whose names end
 * with {@code suffix}. {@code catalog} is where Godwit's catalog lies in the folder that holds it.
 * {@code replaces} says that a table's file keeps its name; else new rows come under a new one.
 */
public record Layout(boolean isFile, String catalog, String suffix, boolean replaces) {}
