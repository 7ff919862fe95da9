/**
 * What some stores can and others cannot, asked for by type: {@code store.as(Seeking.class)}. Where
 * anybody can do the same in a slower way, {@code Seeking.of(store)} gives that instead.
 */
package dev.godwit.store.can;
