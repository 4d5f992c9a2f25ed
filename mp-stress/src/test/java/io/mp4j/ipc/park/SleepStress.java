package io.mp4j.ipc.park;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Zeros;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * One waits for a change, mostly without spinning, and another makes it and wakes. The wait must
 * end, and must find the change, wherever the two meet: before the look, between the look and the
 * sleep, or in it.
 */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "The wait ended with the change.")
@Outcome(expect = FORBIDDEN, desc = "The wait ended without it.")
@State
public class SleepStress {
  private static final int CHANGE = ParkingSpot.SIZE;
  private static final long LONG = 20_000_000_000L;

  /** One for all, that has found that spinning does not pay. */
  private static final Spin TIRED = tired();

  private final Memory memory = Zeros.take(ParkingSpot.SIZE + Integer.BYTES);
  private final ParkingSpot waiting = new ParkingSpot(memory, 0);
  private final ParkingSpot waking = new ParkingSpot(memory, 0);

  private static Spin tired() {
    Spin spin = new Spin();
    try {
      for (int i = 0; i < 10; i++) {
        if (spin.succeeds(() -> false)) {
          throw new IllegalStateException("nothing succeeded");
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return spin;
  }

  @Actor
  public void await(Z_Result r) {
    try {
      r.r1 = waiting.await(() -> memory.getIntVolatile(CHANGE) != 0, LONG, TIRED, () -> {});
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Actor
  public void change() {
    memory.setIntVolatile(CHANGE, 1);
    waking.wakeOne();
  }
}
