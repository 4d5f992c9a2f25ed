package io.mp4j.runtime.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.Mp;
import io.mp4j.Queue;
import io.mp4j.function.Action1;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Producers and consumers of one queue die at any moment. */
class QueueKillTest {
  private static final int ROUNDS = Rounds.of(8);
  private static final int CONSUMERS = 2;
  private static final int PRODUCERS = 2;
  private static final int LONGEST = 1 << 15;

  @ParameterizedTest
  @ValueSource(ints = {3, Queue.UNBOUNDED})
  void shouldLoseNothingButWhatAKilledConsumerHad(int bound) {
    int most = PRODUCERS + CONSUMERS + 2 * ROUNDS;
    try (Queue<Parcel> queue = Mp.queue(bound);
        Receipts receipts = Receipts.forMembers(most);
        Crew crew = new Crew(receipts.log())) {
      Action1<Integer> producer = number -> produce(queue, receipts, number);
      Action1<Integer> consumer = number -> consume(queue, receipts, number);
      for (int i = 0; i < PRODUCERS; i++) {
        Member unused = crew.add(producer);
      }
      for (int i = 0; i < CONSUMERS; i++) {
        Member unused = crew.add(consumer);
      }

      for (int round = 0; round < ROUNDS; round++) {
        crew.round();
      }
      crew.awaitProgress();

      receipts.log().end();
      crew.awaitEnd(producer);
      for (int i = 0; i < CONSUMERS; i++) {
        crew.within(
            "the last parcel",
            () -> {
              queue.put(Parcel.of(0, Parcel.LAST, new byte[0]));
              return true;
            });
      }
      crew.awaitEnd(consumer);
      assertThat(queue.size()).isZero();
      receipts.verify();
    }
  }

  private static void produce(Queue<Parcel> queue, Receipts receipts, int me) throws Exception {
    Random random = new Random(me);
    int number = 1;
    while (!receipts.log().isEnding()) {
      if (number == Receipts.MOST) {
        receipts.log().beat(me);
        LockSupport.parkNanos(1_000_000);
        continue;
      }
      Parcel parcel = Parcel.random(me, number, random, LONGEST);
      if (put(queue, parcel, random)) {
        receipts.sent(parcel);
        number++;
      }
      rest(random);
    }
  }

  private static boolean put(Queue<Parcel> queue, Parcel parcel, Random random)
      throws InterruptedException {
    return switch (random.nextInt(4)) {
      case 0 -> queue.offer(parcel);
      case 1 -> queue.offer(parcel, 3, TimeUnit.MILLISECONDS);
      default -> {
        queue.put(parcel);
        yield true;
      }
    };
  }

  private static void consume(Queue<Parcel> queue, Receipts receipts, int me) throws Exception {
    Random random = new Random(me);
    Receipts.Order order = new Receipts.Order();
    while (true) {
      receipts.begin(me);
      Parcel parcel = take(queue, random);
      if (parcel == null) {
        receipts.inVain(me);
        continue;
      }
      parcel.check();
      if (parcel.number() == Parcel.LAST) {
        receipts.inVain(me);
        return;
      }
      receipts.noted(me, parcel);
      order.check(parcel);
      rest(random);
    }
  }

  private static Parcel take(Queue<Parcel> queue, Random random) throws InterruptedException {
    return switch (random.nextInt(4)) {
      case 0 -> queue.poll();
      case 1 -> queue.poll(3, TimeUnit.MILLISECONDS);
      default -> queue.get();
    };
  }

  /** Now the producers are faster, now the consumers. */
  private static void rest(Random random) {
    if (random.nextInt(8) == 0) {
      LockSupport.parkNanos(random.nextInt(2_000_000));
    }
  }
}
