package io.mp4j.ipc.memory;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A hold moves between a process with a high slot and one with a low slot, to and fro, while
 * another asks whether there is any. Slots are looked at from the low ones up, so a hold that moves
 * down can get behind the look. It is gained before it is lost: "none" is forbidden, because a
 * segment that is in use would be deleted.
 */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "There is one all the time.")
@Outcome(expect = FORBIDDEN, desc = "The hold that moved was missed.")
@State
public class HoldBetweenProcessesStress {
  private final RoleHolds holds = Holds.of(Holds.HIGH);

  @Actor
  public void move() {
    for (int i = 0; i < Holds.MOVES; i++) {
      holds.add(Holds.LOW);
      holds.remove(Holds.HIGH);
      holds.add(Holds.HIGH);
      holds.remove(Holds.LOW);
    }
  }

  @Actor
  public void look(I_Result r) {
    r.r1 = Holds.any(holds);
  }
}
