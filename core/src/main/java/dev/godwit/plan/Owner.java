package dev.godwit.plan;

/** Whom rows without an owner are given to; either may be null. */
public record Owner(String person, Long uid) {
  public static final Owner NOBODY = new Owner(null, null);
}
