package io.mp4j.ipc.park;

import java.nio.ByteBuffer;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * A bell on which the thread sleeps by a futex. An interrupt does not reach a thread that sleeps in
 * the kernel, except by way of a channel: the JDK closes a channel that a thread has begun to block
 * in, and ours rings when it is closed.
 *
 * <p>One thread at a time awaits it, so one time-out record is enough.
 */
final class FutexBell implements Bell {
  private final MyBell mine;
  private final ByteBuffer timespec = Futex.timespec();
  private Interruption interruption = new Interruption();

  FutexBell(MyBell mine) {
    this.mine = mine;
  }

  @Override
  public void await(int seen, long nanos) {
    if (!interruption.isOpen()) {
      interruption = new Interruption();
    }
    interruption.sleep(seen, nanos);
  }

  @Override
  public void poke() {
    mine.count();
    Futex.wake(mine.address());
  }

  private final class Interruption extends AbstractInterruptibleChannel {
    void sleep(int seen, long nanos) {
      begin();
      try {
        if (!Thread.currentThread().isInterrupted()) {
          Futex.await(mine.address(), seen, timespec, nanos);
        }
      } finally {
        finish();
      }
    }

    private void finish() {
      try {
        end(true);
      } catch (java.nio.channels.AsynchronousCloseException interrupted) {
        // the thread's interrupt status says so
      }
    }

    @Override
    protected void implCloseChannel() {
      poke();
    }
  }
}
