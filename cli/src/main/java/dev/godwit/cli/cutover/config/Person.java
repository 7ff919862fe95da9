package dev.godwit.cli.cutover.config;

/** Somebody whom the configuration lists; {@code email} and {@code account} may be null. */
public record Person(String name, String email, String account) {}
