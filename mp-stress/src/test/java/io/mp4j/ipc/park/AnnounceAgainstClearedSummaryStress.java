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
 * One announces itself while another wakes where nobody sleeps any more, and therefore clears the
 * summary. Forbidden is that the summary is cleared under the new announcement, be it for a moment:
 * who makes a change at that moment finds nobody, and the waiter sleeps.
 */
@JCStressTest
@Outcome(id = "(true|false), true, (true|false)", expect = ACCEPTABLE, desc = "It is woken.")
@Outcome(id = "true, false, true", expect = ACCEPTABLE, desc = "The next change wakes it.")
@Outcome(expect = FORBIDDEN, desc = "It sleeps, and the next change does not wake it.")
@State
public class AnnounceAgainstClearedSummaryStress {
  private final Announcement state = Announcement.overOldSummary();

  @Actor
  public void await(ZZZ_Result r) {
    state.announceAndChange(r);
  }

  @Actor
  public void wake() {
    state.wakeOne();
  }

  @Arbiter
  public void look(ZZZ_Result r) {
    state.look(r);
  }
}
