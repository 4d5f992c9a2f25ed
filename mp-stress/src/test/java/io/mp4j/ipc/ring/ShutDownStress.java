package io.mp4j.ipc.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.mp4j.ipc.tree.Hold;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZI_Result;

/**
 * A producer puts a record unless the ring is shut down, which another does at the same time and
 * then asks whether the ring is exhausted. A record that was put must not turn up in a ring that
 * was said to be exhausted, because its consumers have gone by then.
 */
@JCStressTest
@Outcome(id = "1, false, 1", expect = ACCEPTABLE, desc = "Put, and still to be taken.")
@Outcome(id = "0, true, 0", expect = ACCEPTABLE, desc = "Refused, and exhausted.")
@Outcome(id = "0, false, 0", expect = ACCEPTABLE, desc = "Refused; the producer was still in.")
@Outcome(expect = FORBIDDEN, desc = "A record came after the end, or was lost.")
@State
public class ShutDownStress {
  private final Hold<Ring> ring = Rings.borrow();

  /** What a producer is told. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused() {
      super("shut down", null, false, false);
    }
  }

  @Actor
  public void put(IZI_Result r) {
    try {
      r.r1 = Rings.put(ring, 1, 1, this::check) ? 1 : 0;
    } catch (Refused e) {
      r.r1 = 0;
    }
  }

  private void check() {
    if ((Rings.ring(ring).state() & Ring.SHUT_DOWN) != 0) {
      throw new Refused();
    }
  }

  @Actor
  public void shutDown(IZI_Result r) {
    Rings.ring(ring).end(Ring.SHUT_DOWN);
    r.r2 = Rings.ring(ring).isExhausted(Ring.SHUT_DOWN);
  }

  @Arbiter
  public void take(IZI_Result r) {
    r.r3 = Rings.takeAll(ring);
    Rings.giveBack(ring);
  }
}
