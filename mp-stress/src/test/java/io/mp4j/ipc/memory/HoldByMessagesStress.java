package io.mp4j.ipc.memory;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A hold travels: from a process to a message, from the message to another process, and back, while
 * a third asks whether there is any. Messages are looked at before processes, so a hold that passes
 * from a process to a message can get behind the look. It is gained before it is lost: "none" is
 * forbidden, because a segment that is on its way would be deleted.
 */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "There is one all the time.")
@Outcome(expect = FORBIDDEN, desc = "The hold that travelled was missed.")
@State
public class HoldByMessagesStress {
  private final RoleHolds holds = Holds.of(Holds.HIGH);

  @Actor
  public void travel() {
    for (int i = 0; i < Holds.MOVES; i++) {
      pass(Holds.HIGH, Holds.LOW);
      pass(Holds.LOW, Holds.HIGH);
    }
  }

  private void pass(int sender, int receiver) {
    holds.addTransit();
    holds.remove(sender);
    holds.add(receiver);
    holds.removeTransit();
  }

  @Actor
  public void look(I_Result r) {
    r.r1 = Holds.any(holds);
  }
}
