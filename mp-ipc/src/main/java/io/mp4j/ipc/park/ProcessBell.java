package io.mp4j.ipc.park;

import io.mp4j.ipc.tree.TreeDescriptor;

/**
 * The bell of a process that hears messages: the thread is parked on it at first, and sleeps by a
 * futex once that can be had.
 *
 * <p>Whoever awaits changes the way, and says so before it sleeps in the new one. Who rings counts
 * before it reads how this process is woken. So either it reads the new way, or the count has moved
 * on when the thread is about to sleep, or its message arrives later and pokes.
 */
final class ProcessBell implements Bell {
  private final MyBell mine;
  private volatile Bell current;

  ProcessBell(MyBell mine) {
    this.mine = mine;
    this.current = new ParkedBell(mine);
  }

  @Override
  public void await(int seen, long nanos) {
    Bell bell = current;
    if (bell instanceof ParkedBell && Futex.isReady()) {
      bell = new FutexBell(mine);
      current = bell;
      mine.announce(TreeDescriptor.FUTEX | TreeDescriptor.HEARS_PIPE);
    }
    bell.await(seen, nanos);
    if (bell instanceof ParkedBell && mine.rings() != seen) {
      Futex.missed();
    }
  }

  @Override
  public void poke() {
    current.poke();
  }
}
