package dev.godwit.startup;

import java.util.Objects;

/** A password that does not show itself: {@code toString} is three stars. */
public final class Password {
  private final String value;

  public Password(String value) {
    this.value = Objects.requireNonNull(value);
  }

  /** The password itself, for a driver and for nobody else. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Password password && password.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
