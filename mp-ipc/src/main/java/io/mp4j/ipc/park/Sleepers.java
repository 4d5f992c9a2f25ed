package io.mp4j.ipc.park;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.ipc.tree.Tree;
import io.mp4j.ipc.tree.TreeDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of this process that sleep. One of them, the leader, sleeps on the process's bell;
 * the others are parked. When the bell rings the leader looks at all, wakes those who are due, and
 * hands the bell on when it goes itself. So a single sleeper is woken directly, any number of them
 * need no thread of the library, and nobody listens while nobody sleeps.
 *
 * <p>A sleeper comes into the list before it looks at its spots for the last time, and whoever
 * wakes moves the epoch on before it rings: one of the two sees the other. The leader reads the
 * count of rings before it looks at the sleepers, and does not sleep when it has changed since.
 */
final class Sleepers {
  private final MyBell mine;
  private final Bell bell;

  /** Null when the thread that sleeps hears messages itself. */
  private final BellPipe listener;

  @GuardedBy("this")
  private final List<Sleeper> sleeping = new ArrayList<>();

  @GuardedBy("this")
  private Thread leader;

  @GuardedBy("this")
  private boolean ended;

  Sleepers(Tree tree) {
    this.mine = new MyBell(tree);
    if (BellPipe.isOffered()) {
      bell = new ProcessBell(mine);
      listener = BellPipe.open(tree, mine, bell);
      mine.announce(TreeDescriptor.HEARS_PIPE);
    } else {
      bell = new SocketBell(mine, tree.bell(Tree.slot(tree.me()), Tree.SOCKET));
      listener = null;
      mine.announce(TreeDescriptor.HEARS_SOCKET);
    }
  }

  /**
   * Sleeps until a spot's epoch is not the one given, the time is up, or for no reason.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  void sleep(Sleeper sleeper, long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    boolean virtual = VirtualThreads.isVirtual(sleeper.thread);
    add(sleeper, virtual);
    try {
      while (!sleeper.isDue()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (!virtual && becomeLeader()) {
          try {
            listen(sleeper, left);
          } finally {
            resign();
          }
        } else {
          LockSupport.parkNanos(this, left);
        }
      }
    } finally {
      remove(sleeper);
    }
  }

  private void listen(Sleeper sleeper, long nanos) {
    int seen = mine.rings(); // before it looks whether all sleep has ended, which is rung, too
    stayWhenEnded();
    wakeDue();
    if (!sleeper.isDue()) {
      await(seen, nanos);
      wakeDue();
    }
    stayWhenEnded();
  }

  /** Whoever has said that a message is on its way may have been killed before it was sent. */
  private void await(int seen, long nanos) {
    bell.await(seen, nanos);
    mine.heard();
  }

  private synchronized void add(Sleeper sleeper, boolean virtual) {
    sleeping.add(sleeper);
    if (virtual && leader == null) { // and while it leads, it needs no other
      startLeader();
    }
  }

  /** For virtual threads, which must not hold a carrier while they sleep. */
  @GuardedBy("this")
  private void startLeader() {
    leader = new Thread(this::lead, "mp4j-bell-leader");
    leader.setDaemon(true);
    leader.start();
  }

  private void lead() {
    while (goOn()) {
      int seen = mine.rings();
      stayWhenEnded();
      wakeDue();
      await(seen, 1_000_000_000L);
    }
  }

  private synchronized boolean goOn() {
    if (sleeping.isEmpty()) {
      leader = null;
      return false;
    }
    return true;
  }

  private synchronized boolean becomeLeader() {
    if (leader == null) {
      leader = Thread.currentThread();
      return true;
    }
    return false;
  }

  private synchronized void resign() {
    leader = null;
  }

  private synchronized void remove(Sleeper sleeper) {
    sleeping.remove(sleeper);
    if (leader == null && !sleeping.isEmpty()) {
      findNextLeader();
    }
  }

  @GuardedBy("this")
  private void findNextLeader() {
    for (Sleeper next : sleeping) {
      if (!VirtualThreads.isVirtual(next.thread)) {
        LockSupport.unpark(next.thread);
        return;
      }
    }
    startLeader();
  }

  /** Wakes the parked sleepers whose spots have moved on. */
  private synchronized void wakeDue() {
    for (Sleeper sleeper : sleeping) {
      if (sleeper.thread != Thread.currentThread() && sleeper.isDue()) {
        LockSupport.unpark(sleeper.thread);
      }
    }
  }

  /** Wakes the sleepers of this process whose spots this process has moved on itself. */
  void wakeDueHere() {
    boolean leads = false;
    synchronized (this) {
      for (Sleeper sleeper : sleeping) {
        if (sleeper.isDue()) {
          LockSupport.unpark(sleeper.thread);
          leads |= sleeper.thread == leader;
        }
      }
    }
    if (leads) {
      bell.poke();
    }
  }

  /** Wakes one sleeper for a reason that stands in no spot. */
  void poke(Sleeper sleeper) {
    sleeper.poke();
    wakeDueHere();
  }

  /**
   * Ends all sleep in the operating system: a JVM that ends waits a while for threads that are in
   * there.
   */
  synchronized void end() {
    ended = true;
    if (listener != null) {
      listener.close();
    }
    bell.poke();
  }

  private void stayWhenEnded() {
    while (hasEnded()) {
      LockSupport.park(this);
    }
  }

  private synchronized boolean hasEnded() {
    return ended;
  }
}
