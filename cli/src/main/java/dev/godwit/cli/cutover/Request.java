package dev.godwit.cli.cutover;

import dev.godwit.cli.cutover.profile.CutoverProfile;
import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.plan.Owner;
import java.util.Map;

/**
 * What a person asked for. {@code name} is how they named the profile; {@code uids} are user ids by
 * people's names; {@code owner} has both, a person and a uid.
 */
public record Request(
    String name,
    CutoverProfile profile,
    Places places,
    Owner owner,
    Map<String, Long> uids,
    boolean resume,
    boolean force,
    boolean rewriteReferences) {
  public Request {
    uids = Map.copyOf(uids);
  }
}
