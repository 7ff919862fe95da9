/** An application's installation as data: where its files are, what they mean, where they go. */
package dev.godwit.cli.cutover.profile;
