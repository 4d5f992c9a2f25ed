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
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/**
 * One gives back a lock that is held, another tries to get it. The first must succeed; the second
 * comes before or after it, and afterwards the lock is held exactly when the second has got it.
 * Forbidden is that it got a lock that the first then took away from it, or that nobody has it and
 * it is not free.
 */
@JCStressTest
@Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "Given back, then acquired.")
@Outcome(id = "true, false, false", expect = ACCEPTABLE, desc = "Tried before it was given back.")
@Outcome(expect = FORBIDDEN, desc = "The lock's owner and its word do not agree.")
@State
public class TryUnlockStress {
  private final Memory memory = Zeros.take(RobustLock.SIZE);
  private final RobustLock one = new RobustLock(memory, 0);
  private final RobustLock other = new RobustLock(memory, 0);

  public TryUnlockStress() {
    if (!one.tryLock()) {
      throw new IllegalStateException("a new lock is free");
    }
  }

  @Actor
  public void giveBack(ZZZ_Result r) {
    r.r1 = one.tryUnlock();
  }

  @Actor
  public void acquire(ZZZ_Result r) {
    r.r2 = other.tryLock();
  }

  @Arbiter
  public void look(ZZZ_Result r) {
    r.r3 = one.isHeld();
  }
}
