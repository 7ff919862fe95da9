package dev.godwit.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A test of what reads a database's pages itself: nothing to try where SQLite reads them all. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(
    named = "godwit.read-pages",
    matches = "off",
    disabledReason = "this run has SQLite read all pages")
public @interface NeedsPages {}
