package io.mp4j.ipc.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A producer appends a record that goes around the end of the circle, a consumer looks for one. It
 * finds none, or the whole: length, kind and all bytes. A part is forbidden, because the tail is
 * stored behind all of it.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "None yet.")
@Outcome(id = "5", expect = ACCEPTABLE, desc = "The whole record.")
@Outcome(expect = FORBIDDEN, desc = "A part of a record.")
@State
public class PublishedRecordStress {
  private final SmallSegment segment = new SmallSegment(SmallSegment.UNITS - 2);

  @Actor
  public void put() {
    segment.append(5);
  }

  @Actor
  public void take(I_Result r) {
    r.r1 = segment.consumers.hasRecord() ? segment.read() : 0;
  }
}
