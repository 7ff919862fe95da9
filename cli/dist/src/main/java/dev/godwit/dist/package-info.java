/**
 * Makes the downloads out of the one runnable jar: archives for each system, a runtime that needs
 * no Java, a Debian package and a container image. Runs in the build, and is not part of any of
 * them.
 */
package dev.godwit.dist;
