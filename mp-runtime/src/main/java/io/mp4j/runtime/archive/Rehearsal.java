package io.mp4j.runtime.archive;

import io.mp4j.Connection;
import io.mp4j.Context;
import io.mp4j.IntArray;
import io.mp4j.IntValue;
import io.mp4j.Lock;
import io.mp4j.Mp;
import io.mp4j.Pipe;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.Queue;
import io.mp4j.Worker;
import java.util.List;

/** What a child does whose classes go into an archive: a little of everything. */
final class Rehearsal {
  private static final List<Class<?>> API =
      List.of(
          Mp.class,
          Context.class,
          Pool.class,
          Process.class,
          Queue.class,
          Pipe.class,
          Connection.class,
          IntArray.class,
          Worker.class);

  private Rehearsal() {}

  static void run(Pool pool, Queue<String> queue, Pipe<String> pipe, Lock lock, IntValue value)
      throws InterruptedException {
    pool.apply(Rehearsal::load);
    pool.map(Rehearsal::successor, List.of(1, 2, 3));
    pool.map(Rehearsal::shout, List.of("a", "b"));
    pool.apply(() -> share(queue, pipe, lock, value));
    try {
      pool.apply(Rehearsal::fail);
    } catch (IllegalStateException expected) {
      // how it travels was to be seen
    }
  }

  /** What programs name in their code, and the classes of this one; some may not be had here. */
  private static int load() {
    int loaded = 0;
    for (Class<?> type : API) {
      loaded += type.getDeclaredMethods().length; // loads what they mention
    }
    for (String name : TargetClasses.fromProperty()) {
      try {
        Class<?> type = Class.forName(name, false, Rehearsal.class.getClassLoader());
        loaded += type.getDeclaredMethods().length;
      } catch (ClassNotFoundException | LinkageError e) {
        // then not
      }
    }
    return loaded;
  }

  private static int successor(int number) {
    return number + 1;
  }

  private static String shout(String text) {
    return text + "!";
  }

  private static int share(Queue<String> queue, Pipe<String> pipe, Lock lock, IntValue value)
      throws Exception {
    queue.put("item");
    queue.take();
    pipe.child().send("message");
    pipe.parent().recv();
    lock.lock();
    try {
      return value.get();
    } finally {
      lock.unlock();
    }
  }

  private static int fail() {
    throw new IllegalStateException("on purpose");
  }

  static void nothing() {}
}
