package dev.godwit.flyway;

import java.util.Arrays;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.ClassicConfiguration;

/** After {@code clean}: what Godwit's history says of the schema's runs goes as well. */
final class GodwitClean implements Callback {
  /**
   * Adds it to an application's own callbacks. It must not lie in {@code db/callback}, where Flyway
   * looks by itself: with any class there, Flyway forgets those that were set.
   */
  static void join(ClassicConfiguration configuration) {
    Callback[] set = configuration.getCallbacks();
    if (Arrays.stream(set).noneMatch(GodwitClean.class::isInstance)) {
      Callback[] all = Arrays.copyOf(set, set.length + 1);
      all[set.length] = new GodwitClean();
      configuration.setCallbacks(all);
    }
  }

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.AFTER_CLEAN;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    Cleaned.forget(context.getConnection(), context.getConfiguration());
  }

  @Override
  public String getCallbackName() {
    return "godwit clean";
  }
}
