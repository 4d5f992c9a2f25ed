package io.mp4j.ipc.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A consumer copies a record out and takes it, while a producer looks for room, and writes over it
 * when there is some. The consumer must have the record as it was put, and the second is whole or
 * was not put. A mixture is forbidden: the head is stored behind the copy.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "There was no room yet.")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Taken, then written over.")
@Outcome(expect = FORBIDDEN, desc = "A record was written over while it was read.")
@State
public class ReusedRoomStress {
  private final SmallSegment segment = new SmallSegment(3);

  public ReusedRoomStress() {
    segment.append(1);
  }

  @Actor
  public void take(II_Result r) {
    r.r1 = segment.consumers.hasRecord() ? segment.read() : 0;
    segment.consumers.take(segment.consumers.head());
  }

  @Actor
  public void put() {
    if (segment.producers.hasRoom(segment.producers.tail(), SmallSegment.LENGTH)) {
      segment.append(2);
    }
  }

  @Arbiter
  public void look(II_Result r) {
    r.r2 = segment.consumers.hasRecord() ? segment.read() : 0;
  }
}
