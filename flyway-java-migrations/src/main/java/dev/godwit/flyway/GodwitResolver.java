package dev.godwit.flyway;

import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.flywaydb.core.api.resolver.ResolvedMigration;

/**
 * Contributes the import at {@code flyway.godwit.version}, whenever that is set: Flyway fails where
 * an applied migration is no longer declared, so neither the source nor its file is asked for.
 */
public final class GodwitResolver implements MigrationResolver {
  @Override
  public Collection<ResolvedMigration> resolveMigrations(Context context) {
    return ImportSettings.of(context.configuration)
        .version()
        .map(
            version ->
                List.of(
                    new ContributedImport(version)
                        .getResolvedMigration(context.configuration, context.statementInterceptor)))
        .orElse(List.of());
  }
}
