package io.mp4j.ipc.lock;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Zeros;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Two threads try to get a free lock, and nobody gives it back. Both must not have it; and one must
 * have got it, because there is nobody else who could be in its way.
 */
@JCStressTest
@Outcome(
    id = {"true, false", "false, true"},
    expect = ACCEPTABLE,
    desc = "One has it.")
@Outcome(expect = FORBIDDEN, desc = "Both have it, or nobody.")
@State
public class TryLockStress {
  private final Memory memory = Zeros.take(RobustLock.SIZE);
  private final RobustLock one = new RobustLock(memory, 0);
  private final RobustLock other = new RobustLock(memory, 0);

  @Actor
  public void first(ZZ_Result r) {
    r.r1 = one.tryLock();
  }

  @Actor
  public void second(ZZ_Result r) {
    r.r2 = other.tryLock();
  }
}
