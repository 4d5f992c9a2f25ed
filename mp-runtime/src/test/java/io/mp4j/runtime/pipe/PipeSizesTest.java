package io.mp4j.runtime.pipe;

import static io.mp4j.runtime.Children.joinWell;
import static io.mp4j.runtime.TestContext.mp;
import static io.mp4j.runtime.TestContext.smallMp;
import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.Connection;
import io.mp4j.Duplex;
import io.mp4j.Pipe;
import io.mp4j.Process;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.Payload;
import io.mp4j.runtime.Storm;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of all lengths, above all those that just fit some piece of memory or just do not. */
@Timeout(60)
class PipeSizesTest {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  @ParameterizedTest
  @ValueSource(ints = {64, 4 * KIB, 16 * KIB, 32 * KIB, 64 * KIB, 256 * KIB})
  void shouldCarryMessagesOfEveryLengthAround(int length) throws Exception {
    carryAll(length - 48, length + 32, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void shouldCarryLongMessagesOfLengthsAround(int mebibytes) throws Exception {
    carryAll(mebibytes * MIB - 48, mebibytes * MIB + 32, 8);
    carryAll(mebibytes * MIB - 3, mebibytes * MIB + 3, 1);
  }

  /** Memory is not for what nobody receives, however few the messages are. */
  @ParameterizedTest
  @ValueSource(ints = {100, 20_000, 500_000, 3_000_000})
  void shouldWaitWhileMuchIsUnread(int length) throws Exception {
    int much = 100 * MIB;
    int count = Math.min(much / length, 50_000);
    AtomicInteger sent = new AtomicInteger();
    try (Pipe<Object> pipe = mp().pipe()) {
      Background<Void> sender =
          Background.run(
              () -> {
                for (int i = 0; i < count; i++) {
                  pipe.parent().sendBytes(Payload.of(length, i));
                  sent.incrementAndGet();
                }
              });
      int before;
      do {
        before = sent.get();
        Thread.sleep(400);
      } while (sent.get() > before);
      assertThat(before).isLessThan(count);
      for (int i = 0; i < count; i++) {
        Payload.check(pipe.child().recvBytes(), length, i);
      }
      sender.result();
    }
  }

  private static void carryAll(int from, int to, int step) throws Exception {
    try (Pipe<Object> pipe = mp().pipe()) {
      Background<Void> sender =
          Background.run(
              () -> {
                for (int length = from; length <= to; length += step) {
                  pipe.parent().sendBytes(Payload.of(length, length));
                  pipe.parent().send(length);
                }
              });
      for (int length = from; length <= to; length += step) {
        Payload.check(pipe.child().recvBytes(), length, length);
        assertThat(pipe.child().recv()).isEqualTo(length);
      }
      sender.result();
      assertThat(pipe.child().poll()).isFalse();
    }
  }

  /** A message, or its header, then ends exactly where memory does, or a byte before. */
  @Test
  void shouldFillItsMemoryToTheLastByte() throws Exception {
    int[] tail = {1, 20, 0, 7, 300, 3};
    for (int missing = 0; missing < 128; missing++) {
      try (Pipe<Object> pipe = mp().pipe(Duplex.OFF)) {
        for (int round = 0; round < 3; round++) {
          int seed = missing + round;
          int filler = 8 * KIB - (round == 0 ? missing : 0);
          for (int i = 0; i < 8; i++) {
            pipe.writer().sendBytes(Payload.of(i == 7 ? filler : 8 * KIB, seed + i));
            Payload.check(pipe.reader().recvBytes(), i == 7 ? filler : 8 * KIB, seed + i);
          }
          for (int i = 0; i < tail.length; i++) {
            pipe.writer().sendBytes(Payload.of(tail[i], i));
          }
          for (int i = 0; i < tail.length; i++) {
            Payload.check(pipe.reader().recvBytes(), tail[i], i);
          }
        }
        assertThat(pipe.reader().poll()).isFalse();
      }
    }
  }

  @Test
  void shouldCarryAMixtureOfLengthsBothWaysAtOnce() throws Exception {
    int count = 8_000;
    Pipe<Object> pipe = mp().pipe();
    Process child =
        smallMp()
            .process(
                end -> {
                  Background<Void> sender = Background.run(() -> sendMixture(end, count, 1));
                  checkMixture(end, count, 2);
                  sender.result();
                },
                pipe.child())
            .start();
    try (pipe) {
      Background<Void> sender = Background.run(() -> sendMixture(pipe.parent(), count, 2));
      checkMixture(pipe.parent(), count, 1);
      sender.result();
      joinWell(child);
      assertThat(pipe.parent().poll()).isFalse();
    }
  }

  private static void sendMixture(Connection<?> end, int count, int seed)
      throws InterruptedException {
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      end.sendBytes(Payload.of(length(random), i + seed));
    }
  }

  private static void checkMixture(Connection<?> end, int count, int seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      Payload.check(end.recvBytes(), length(random), i + seed);
    }
  }

  private static int length(Random random) {
    int kind = random.nextInt(1_000);
    if (kind < 800) {
      return random.nextInt(100);
    }
    if (kind < 980) {
      return random.nextInt(4 * KIB);
    }
    return kind < 998 ? random.nextInt(100 * KIB) : random.nextInt(600 * KIB);
  }

  @Test
  void shouldCarryAHundredMebibytes() throws Exception {
    int length = 100 * MIB;
    Pipe<Object> pipe = mp().pipe(Duplex.OFF);
    Process child =
        smallMp()
            .withHeap("512m")
            .process(
                writer -> {
                  writer.send("before");
                  writer.sendBytes(Payload.of(length, 5));
                  writer.send("after");
                },
                pipe.writer())
            .start();
    try (pipe) {
      assertThat(pipe.reader().recv()).isEqualTo("before");
      Payload.check(pipe.reader().recvBytes(), length, 5);
      assertThat(pipe.reader().recv()).isEqualTo("after");
      joinWell(child);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 30_000, 400_000})
  void shouldLoseAndDoubleNothingWhenBothSidesAreInterrupted(int longest) throws Exception {
    int count = longest < 1_000 ? 10_000 : 400;
    int interrupted = 0;
    while (interrupted == 0) { // a quick machine may be done before the first interrupt
      interrupted = sendInAStorm(count, longest);
    }
  }

  /** Returns how often the sides were interrupted together. */
  private int sendInAStorm(int count, int longest) throws Exception {
    try (Pipe<Object> pipe = mp().pipe()) {
      Background<Integer> receiver =
          Background.compute(
              () ->
                  Storm.over(
                      storm -> {
                        for (int i = 0; i < count; i++) {
                          int length = i * 37 % longest;
                          Payload.check(storm.insist(pipe.child()::recvBytes), length, i);
                        }
                      }));
      int interrupted =
          Storm.over(
              storm -> {
                for (int i = 0; i < count; i++) {
                  byte[] message = Payload.of(i * 37 % longest, i);
                  storm.insistOn(() -> pipe.parent().sendBytes(message));
                }
              });
      int together = interrupted + receiver.result();
      assertThat(pipe.child().poll()).isFalse();
      return together;
    }
  }
}
