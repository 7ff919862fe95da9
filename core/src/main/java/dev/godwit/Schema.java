package dev.godwit;

import dev.godwit.model.Catalog;
import dev.godwit.model.Problem;
import java.util.List;

/**
 * The structure of a store as statements of an engine, in an order that runs. {@code warnings} name
 * what is not as it was, {@code toPort} what a person has to write anew: views and triggers.
 */
public record Schema(
    List<String> statements,
    List<Problem> warnings,
    List<Problem> problems,
    List<Catalog.Other> toPort) {
  public Schema {
    statements = List.copyOf(statements);
    warnings = List.copyOf(warnings);
    problems = List.copyOf(problems);
    toPort = List.copyOf(toPort);
  }
}
