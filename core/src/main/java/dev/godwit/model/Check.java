package dev.godwit.model;

/** A CHECK constraint; {@code name} may be null, {@code expression} is the engine's own SQL. */
public record Check(String name, String expression) {}
