package db.callback;

import dev.godwit.flyway.Cleaned;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** After {@code clean}: what Godwit's history says of the schema's runs goes as well. */
public final class GodwitClean implements Callback {
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
