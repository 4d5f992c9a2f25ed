package io.mp4j.ipc.lock;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Zeros;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Two threads count in plain memory, each while it has the lock, which each has found by itself as
 * two processes would. A count that is lost is forbidden: both were in at once, or the second did
 * not see what the first had written.
 */
@JCStressTest
@Outcome(id = "2", expect = ACCEPTABLE, desc = "One after the other.")
@Outcome(expect = FORBIDDEN, desc = "A count was lost.")
@State
public class LockedCounterStress {
  private static final int COUNTER = RobustLock.SIZE;

  private final Memory memory = Zeros.take(RobustLock.SIZE + Integer.BYTES);
  private final RobustLock one = new RobustLock(memory, 0);
  private final RobustLock other = new RobustLock(memory, 0);

  @Actor
  public void first() {
    count(one);
  }

  @Actor
  public void second() {
    count(other);
  }

  private void count(RobustLock lock) {
    if (lock.lockUninterruptibly(Long.MAX_VALUE)) {
      memory.setInt(COUNTER, memory.getInt(COUNTER) + 1);
      lock.unlock();
    }
  }

  @Arbiter
  public void read(I_Result r) {
    r.r1 = memory.getInt(COUNTER);
  }
}
