package io.mp4j.runtime.shared;

import io.mp4j.ipc.park.Parking;
import io.mp4j.ipc.tree.Tree;
import io.mp4j.runtime.exit.ExitSequence;

/** Sees to it that this process leaves its tree when it ends. */
public final class Membership {
  private static boolean leavesAtExit;

  private Membership() {}

  /** Called before anything of this process touches shared memory. */
  public static synchronized void begin() {
    if (!leavesAtExit) {
      Tree tree = Tree.current();
      ExitSequence.endWith(
          () -> {
            Parking.end();
            tree.leave();
          });
      leavesAtExit = true;
    }
  }
}
