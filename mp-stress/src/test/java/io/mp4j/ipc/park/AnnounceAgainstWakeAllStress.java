package io.mp4j.ipc.park;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/**
 * One announces itself where its bit was set before, while another wakes all and clears what it
 * finds. Forbidden is that the bit is taken away, or hidden while the summary is cleared, from a
 * waiter that has read the epoch which then stays: it sleeps, and the next change finds nobody.
 */
@JCStressTest
@Outcome(id = "(true|false), true, (true|false)", expect = ACCEPTABLE, desc = "It is woken.")
@Outcome(id = "true, false, true", expect = ACCEPTABLE, desc = "The next change wakes it.")
@Outcome(expect = FORBIDDEN, desc = "It sleeps, and the next change does not wake it.")
@State
public class AnnounceAgainstWakeAllStress {
  private final Announcement state = Announcement.overOldOne();

  @Actor
  public void await(ZZZ_Result r) {
    state.announceAndChange(r);
  }

  @Actor
  public void wake() {
    state.wakeAll();
  }

  @Arbiter
  public void look(ZZZ_Result r) {
    state.look(r);
  }
}
