/**
 * Spring Boot 4: properties {@code godwit.*} reach the plug-in with nothing but the dependency
 * added. Imports Spring Boot, Flyway and {@code dev.godwit.flyway}; without Spring it is asleep.
 */
package dev.godwit.spring;
