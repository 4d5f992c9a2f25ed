package io.mp4j.ipc.park;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Zeros;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * Who waits announces itself and then looks whether something has changed; who changes it does so
 * and then looks for sleepers. Both come to nothing only if a store passes the load behind it:
 * forbidden, because the waiter would sleep and nobody would wake it.
 */
@JCStressTest
@Outcome(id = "1, true", expect = ACCEPTABLE, desc = "Both see the other.")
@Outcome(id = "1, false", expect = ACCEPTABLE, desc = "The waiter sees the change.")
@Outcome(id = "0, true", expect = ACCEPTABLE, desc = "The waiter is seen, and woken.")
@Outcome(expect = FORBIDDEN, desc = "The waiter sleeps and is not woken.")
@State
public class AnnounceAndLookStress {
  private static final int CHANGE = ParkingSpot.SIZE;

  private final Memory memory = Zeros.take(ParkingSpot.SIZE + Integer.BYTES);
  private final ParkingSpot waiting = new ParkingSpot(memory, 0);
  private final ParkingSpot waking = new ParkingSpot(memory, 0);

  @Actor
  public void await(IZ_Result r) {
    waiting.announce();
    r.r1 = memory.getIntVolatile(CHANGE);
  }

  @Actor
  public void change(IZ_Result r) {
    memory.setIntVolatile(CHANGE, 1);
    r.r2 = waking.hasSleepers();
  }
}
