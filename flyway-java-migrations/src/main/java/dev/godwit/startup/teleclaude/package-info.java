/**
 * TeleClaude's tables through the start-up kit, one code for both engines: what the daemon serves,
 * and the example to start from. Imports {@code dev.godwit.startup}, jOOQ and Jackson.
 */
package dev.godwit.startup.teleclaude;
