package io.mp4j.ipc.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.mp4j.ipc.tree.Hold;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Of two more records the first fits behind the one that is there; the second does not, and goes
 * into a new segment that is linked to the old one, while a consumer empties the old one and
 * follows. All records must come, each once and in order: a consumer that leaves the old segment
 * too early loses one in it, one that looks for the new segment too late loses the last.
 */
@JCStressTest
@Outcome(
    id = {"1, 0, 23", "1, 2, 3"},
    expect = ACCEPTABLE,
    desc = "All three, each once.")
@Outcome(expect = FORBIDDEN, desc = "A record is lost, torn, out of order or there twice.")
@State
public class LinkedSegmentStress {
  private static final int MOST_OF_A_SEGMENT = 50_000;
  private static final int MORE_THAN_IS_LEFT = 20_000;

  private final Hold<Ring> ring = Rings.fresh(Ring.BY_BYTES);

  public LinkedSegmentStress() {
    boolean unused = Rings.put(ring, 1, MOST_OF_A_SEGMENT, () -> {});
  }

  @Actor
  public void put() {
    if (!Rings.put(ring, 2) || !Rings.put(ring, 3, MORE_THAN_IS_LEFT, () -> {})) {
      throw new IllegalStateException(
          "there is room for the first, and a new segment for the other");
    }
  }

  @Actor
  public void take(III_Result r) {
    r.r1 = Rings.take(ring);
    r.r2 = Rings.take(ring);
  }

  @Arbiter
  public void takeRest(III_Result r) {
    r.r3 = Rings.takeAll(ring);
    ring.release();
  }
}
