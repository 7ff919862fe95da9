package dev.godwit.flyway;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.flywaydb.core.api.resolver.ResolvedMigration;

/**
 * Contributes the import at each {@code flyway.godwit.version}, whenever that is set: Flyway fails
 * where an applied migration is no longer declared, so neither the source nor its file is asked
 * for.
 */
public final class GodwitResolver implements MigrationResolver {
  @Override
  public Collection<ResolvedMigration> resolveMigrations(Context context) {
    if (!FlywayVersion.isSupported()) {
      return List.of();
    }
    List<ResolvedMigration> result = new ArrayList<>();
    for (MigrationVersion version : ImportSettings.of(context.configuration).versions()) {
      result.add(
          new ContributedImport(version)
              .getResolvedMigration(context.configuration, context.statementInterceptor));
    }
    return result;
  }
}
