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
 * Two give back a lock that is held once. Exactly one must hear that it was held: a lock that is
 * given back twice is an error that its second caller is told.
 */
@JCStressTest
@Outcome(
    id = {"true, false", "false, true"},
    expect = ACCEPTABLE,
    desc = "Given back once.")
@Outcome(expect = FORBIDDEN, desc = "Given back twice, or not at all.")
@State
public class TwoTryUnlocksStress {
  private final Memory memory = Zeros.take(RobustLock.SIZE);
  private final RobustLock one = new RobustLock(memory, 0);
  private final RobustLock other = new RobustLock(memory, 0);

  public TwoTryUnlocksStress() {
    if (!one.tryLock()) {
      throw new IllegalStateException("a new lock is free");
    }
  }

  @Actor
  public void first(ZZ_Result r) {
    r.r1 = one.tryUnlock();
  }

  @Actor
  public void second(ZZ_Result r) {
    r.r2 = other.tryUnlock();
  }
}
