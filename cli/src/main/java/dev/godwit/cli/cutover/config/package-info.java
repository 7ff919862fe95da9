/**
 * Splits one person's configuration into the system's, its secrets and the person's own, so that
 * nothing is lost and no secret is left where it was. Only {@link
 * dev.godwit.cli.cutover.config.Yaml} knows the YAML library.
 */
package dev.godwit.cli.cutover.config;
