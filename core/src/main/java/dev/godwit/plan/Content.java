package dev.godwit.plan;

import java.util.Objects;

/**
 * What is to arrive: which tables, by which rules, for which owner. {@code names} is what becomes
 * of names where Godwit makes the target's tables. With {@code salvage}, damage that a source's
 * check finds is a warning, and a run with such warnings is not called exact.
 */
public record Content(Rules rules, Scope scope, Owner owner, NameStyle names, boolean salvage) {
  /** Every table as it is, of a source that is whole, and no rule. */
  public static final Content ALL =
      new Content(Rules.NONE, Scope.ALL, Owner.NOBODY, NameStyle.KEEP, false);

  public Content {
    Objects.requireNonNull(rules);
    Objects.requireNonNull(scope);
    Objects.requireNonNull(owner);
    Objects.requireNonNull(names);
  }

  /** By these rules. */
  public Content with(Rules other) {
    return new Content(other, scope, owner, names, salvage);
  }

  /** Of these tables. */
  public Content with(Scope other) {
    return new Content(rules, other, owner, names, salvage);
  }

  /** For this owner. */
  public Content with(Owner other) {
    return new Content(rules, scope, other, names, salvage);
  }

  /** With such names. */
  public Content with(NameStyle other) {
    return new Content(rules, scope, owner, other, salvage);
  }

  /** Of a source that was opened to take what is left of it. */
  public Content salvaging() {
    return new Content(rules, scope, owner, names, true);
  }
}
