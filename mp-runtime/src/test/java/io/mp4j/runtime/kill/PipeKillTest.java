package io.mp4j.runtime.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.Connection;
import io.mp4j.Duplex;
import io.mp4j.Mp;
import io.mp4j.Pipe;
import io.mp4j.function.Action1;
import java.io.EOFException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Processes that share the ends of one pipe die at any moment. */
class PipeKillTest {
  private static final int ROUNDS = Rounds.of(8);
  private static final int READERS = 2;
  private static final int WRITERS = 2;

  /** Several do not fit the ring together, so that writers wait for room. */
  private static final int LONGEST = 1 << 16;

  @Test
  void shouldLoseNothingButWhatAKilledReaderHadAndEndWithTheLastWriter() {
    try (Pipe<Object> pipe = Mp.pipe(Duplex.OFF);
        Receipts receipts = Receipts.forMembers(READERS + WRITERS + 2 * ROUNDS);
        Crew crew = new Crew(receipts.log())) {
      Connection<Object> in = pipe.parent();
      Connection<Object> out = pipe.child();
      Action1<Integer> writer = number -> write(out, receipts, number);
      Action1<Integer> reader = number -> read(in, receipts, number);
      for (int i = 0; i < WRITERS; i++) {
        Member unused = crew.add(writer);
      }
      for (int i = 0; i < READERS; i++) {
        Member unused = crew.add(reader);
      }

      for (int round = 0; round < ROUNDS; round++) {
        crew.round();
      }
      crew.awaitProgress();

      receipts.log().end();
      crew.awaitEnd(writer);
      out.close();
      crew.awaitEnd(reader);
      assertThat(crew.<Boolean>within("the end", in::poll)).isTrue();
      receipts.verify();
    }
  }

  private static void write(Connection<Object> out, Receipts receipts, int me) throws Exception {
    Random random = new Random(me);
    int number = 1;
    while (!receipts.log().isEnding()) {
      if (number == Receipts.MOST) {
        receipts.log().beat(me);
        LockSupport.parkNanos(1_000_000);
        continue;
      }
      Parcel parcel = Parcel.random(me, number, random, LONGEST);
      out.sendBytes(parcel.toBytes());
      receipts.sent(parcel);
      number++;
      rest(random);
    }
    out.close();
  }

  private static void read(Connection<Object> in, Receipts receipts, int me) throws Exception {
    Random random = new Random(me);
    Receipts.Order order = new Receipts.Order();
    try {
      while (true) {
        receipts.begin(me);
        if (random.nextInt(4) == 0 && !in.poll(Duration.ofMillis(3))) {
          receipts.inVain(me);
          continue;
        }
        Parcel parcel = Parcel.ofBytes(in.recvBytes());
        parcel.check();
        receipts.noted(me, parcel);
        order.check(parcel);
        rest(random);
      }
    } catch (EOFException e) {
      assertThat(receipts.log().isEnding()).as("the end came when it was to come").isTrue();
      receipts.inVain(me);
    }
  }

  /** Now the writers are faster, now the readers. */
  private static void rest(Random random) {
    if (random.nextInt(8) == 0) {
      LockSupport.parkNanos(random.nextInt(2_000_000));
    }
  }
}
