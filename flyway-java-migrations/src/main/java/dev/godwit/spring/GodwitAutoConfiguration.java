package dev.godwit.spring;

import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Hands {@code godwit.source} and its like to Flyway as {@code flyway.godwit.source}. */
@AutoConfiguration(before = FlywayAutoConfiguration.class)
@ConditionalOnClass({Flyway.class, FlywayConfigurationCustomizer.class})
public class GodwitAutoConfiguration {
  /** Runs before Flyway looks for migrations; wrong or unknown options fail the start there. */
  @Bean
  FlywayConfigurationCustomizer godwitFlywayOptions(Environment environment) {
    return flyway -> flyway.configuration(GodwitProperties.of(environment));
  }
}
