package io.mp4j.stress;

import io.mp4j.ipc.tree.Tree;

/** Leaves the tree when the JVM ends, so that no directory stays behind. */
public final class Leaving {
  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Tree.current().leave(), "leaving"));
  }

  private Leaving() {}

  /** Has it done, however often this is called. */
  public static void atEnd() {
    // the class is initialized
  }
}
