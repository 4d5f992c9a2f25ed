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
 * A producer puts two records, a consumer takes as many as it finds in two attempts. What it took
 * and what is left must be the two records, whole and in order.
 */
@JCStressTest
@Outcome(
    id = {"0, 0, 12", "0, 1, 2", "1, 0, 2", "1, 2, 0"},
    expect = ACCEPTABLE,
    desc = "Both, each once.")
@Outcome(expect = FORBIDDEN, desc = "A record is lost, torn, out of order or there twice.")
@State
public class PutAndTakeStress {
  private final Hold<Ring> ring = Rings.borrow();

  @Actor
  public void put() {
    boolean unused = Rings.put(ring, 1) && Rings.put(ring, 2);
  }

  @Actor
  public void take(III_Result r) {
    r.r1 = Rings.take(ring);
    r.r2 = Rings.take(ring);
  }

  @Arbiter
  public void takeRest(III_Result r) {
    r.r3 = Rings.takeAll(ring);
    Rings.giveBack(ring);
  }
}
