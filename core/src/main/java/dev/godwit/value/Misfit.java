package dev.godwit.value;

/** Leaves the reading of a text that is no value of its type. Never leaves this package. */
public final class Misfit extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Outcome outcome;

  /** Made once and thrown often: it remembers no place. */
  public Misfit(String reason) {
    this(Outcome.misfit(reason));
  }

  public Misfit(Outcome outcome) {
    super(outcome.reason(), null, false, false);
    this.outcome = outcome;
  }

  public Outcome outcome() {
    return outcome;
  }
}
