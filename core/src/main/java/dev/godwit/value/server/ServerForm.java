package dev.godwit.value.server;

import dev.godwit.value.Misfit;

/** How PostgreSQL spells the values of one type. Single-threaded. */
interface ServerForm {
  /** What the server would print for this text. */
  String of(String text) throws Misfit;
}
