package io.mp4j.ipc.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.mp4j.ipc.tree.Hold;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Two producers put two records each. All four must be there, whole, and those of one producer in
 * the order in which it put them; between the producers any order will do.
 */
@JCStressTest
@Outcome(
    id = {"1234", "1324", "1342", "3124", "3142", "3412"},
    expect = ACCEPTABLE,
    desc = "All four, in their producers' order.")
@Outcome(expect = FORBIDDEN, desc = "A record is lost, torn or out of order.")
@State
public class TwoProducersStress {
  private final Hold<Ring> ring = Rings.borrow();

  @Actor
  public void first() {
    boolean unused = Rings.put(ring, 1) && Rings.put(ring, 2);
  }

  @Actor
  public void second() {
    boolean unused = Rings.put(ring, 3) && Rings.put(ring, 4);
  }

  @Arbiter
  public void take(I_Result r) {
    r.r1 = Rings.takeAll(ring);
    Rings.giveBack(ring);
  }
}
