package dev.godwit.store;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayDeque;
import java.util.Objects;

/**
 * Things on their way from one thread to another: at most so many, of so much weight together.
 * Neither side waits for one that has gone: the taking side gets all that was put, then the end or
 * what went wrong; the putting side is told when nobody takes any more. Ending it, in whichever
 * way, needs no memory. Thread-safe.
 */
public final class Passage<T> {
  private final ArrayDeque<T> things;
  private final int most;
  private final long budget;
  private long weight;
  private boolean ended;
  private boolean abandoned;
  private Throwable failure;

  public Passage(int most, long budget) {
    this.things = new ArrayDeque<>(most);
    this.most = most;
    this.budget = budget;
  }

  /** Puts the thing if there is room for it; false if not. */
  public synchronized boolean offer(T thing, long itsWeight) {
    requireWanted();
    if (!hasRoom(itsWeight)) {
      return false;
    }
    weight += itsWeight;
    things.add(Objects.requireNonNull(thing));
    notifyAll();
    return true;
  }

  /**
   * Puts the thing, waiting for room.
   *
   * @throws Abandoned where nobody takes any more
   */
  public synchronized void put(T thing, long itsWeight) throws InterruptedException {
    while (!offer(thing, itsWeight)) {
      wait();
    }
  }

  /** Waits until something of this weight could be put. */
  public synchronized void awaitRoom(long itsWeight) throws InterruptedException {
    requireWanted();
    while (!hasRoom(itsWeight)) {
      wait();
      requireWanted();
    }
  }

  private boolean hasRoom(long itsWeight) {
    return things.size() < most && weight + Math.min(itsWeight, budget) <= budget;
  }

  private void requireWanted() {
    if (abandoned) {
      throw new Abandoned();
    }
  }

  /** The next thing, waiting for it; null after the last. Throws what went wrong, if anything. */
  public synchronized T take() throws InterruptedException {
    while (things.isEmpty() && !ended) {
      wait();
    }
    if (!things.isEmpty()) {
      T thing = things.remove();
      notifyAll();
      return thing;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    if (failure != null) {
      throw new UndeclaredThrowableException(failure);
    }
    return null;
  }

  /** What was taken is done with: its weight is free again. */
  public synchronized void release(long itsWeight) {
    weight -= itsWeight;
    notifyAll();
  }

  /** Nothing more will come. */
  public synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Nothing more will come, because of this. */
  public synchronized void fail(Throwable why) {
    failure = why;
    end();
  }

  /** Nobody takes any more: what is under way is dropped. */
  public synchronized void abandon() {
    abandoned = true;
    things.clear();
    notifyAll();
  }

  /** The taking side has gone; whoever puts has nothing left to do. */
  public static final class Abandoned extends RuntimeException {
    Abandoned() {
      super("nobody takes any more", null, false, false);
    }
  }
}
