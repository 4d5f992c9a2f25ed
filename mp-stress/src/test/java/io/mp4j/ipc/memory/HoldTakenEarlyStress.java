package io.mp4j.ipc.memory;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * A sender hands its hold over to a message that a receiver may have taken already, so the count of
 * messages may pass through -1. Each of the two looks while it holds by itself, and the arbiter
 * afterwards. Forbidden is that a look finds none, and that the moves do not add up: the receiver's
 * hold alone is left, and when that is gone there is none.
 */
@JCStressTest
@Outcome(id = "1, 1, 1, 0", expect = ACCEPTABLE, desc = "One all the time, and none at the end.")
@Outcome(expect = FORBIDDEN, desc = "A hold was missed, or one too many is left.")
@State
public class HoldTakenEarlyStress {
  private final RoleHolds holds = Holds.of(Holds.LOW);

  @Actor
  public void handOver(IIII_Result r) {
    holds.addTransit();
    r.r1 = Holds.any(holds);
    holds.remove(Holds.LOW);
  }

  @Actor
  public void claim(IIII_Result r) {
    holds.add(Holds.HIGH);
    holds.removeTransit();
    r.r2 = Holds.any(holds);
  }

  @Arbiter
  public void count(IIII_Result r) {
    r.r3 = Holds.any(holds);
    holds.remove(Holds.HIGH);
    r.r4 = Holds.any(holds);
  }
}
