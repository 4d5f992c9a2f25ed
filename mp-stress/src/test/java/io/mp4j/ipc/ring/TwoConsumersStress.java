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
 * Two consumers try to take the only record. Exactly one must get it, whole; when both get it, or
 * nobody though it was there all the time, the consumers' lock or their hints are wrong.
 */
@JCStressTest
@Outcome(
    id = {"1, 0, 0", "0, 1, 0"},
    expect = ACCEPTABLE,
    desc = "One has it.")
@Outcome(expect = FORBIDDEN, desc = "Both have it, or nobody.")
@State
public class TwoConsumersStress {
  private final Hold<Ring> ring = Rings.borrow();

  public TwoConsumersStress() {
    boolean unused = Rings.put(ring, 1);
  }

  @Actor
  public void first(III_Result r) {
    r.r1 = Rings.take(ring);
  }

  @Actor
  public void second(III_Result r) {
    r.r2 = Rings.take(ring);
  }

  @Arbiter
  public void takeRest(III_Result r) {
    r.r3 = Rings.takeAll(ring);
    Rings.giveBack(ring);
  }
}
