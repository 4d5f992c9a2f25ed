package io.mp4j.runtime.process;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Mp;
import io.mp4j.Process;
import io.mp4j.ProcessStartException;
import io.mp4j.Queue;
import io.mp4j.runtime.Footprint;
import io.mp4j.runtime.TestTargets;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets with large arrays, which go beside the link to the child, in a file. */
class LargeTargetTest {
  private static final int LENGTH = 300_000;

  private record Job(double[] numbers, byte[] bytes, Object again) {}

  private static void check(Job job, ByteBuffer buffer, Queue<String> answers) throws Exception {
    assertThat(job.numbers).hasSize(LENGTH).contains(1.5);
    assertThat(job.again).isSameAs(job.numbers);
    assertThat(job.bytes).hasSize(3 * LENGTH).containsOnly(7);
    assertThat(buffer.remaining()).isEqualTo(2 * LENGTH);
    answers.put("well");
  }

  private static Job job() {
    double[] numbers = new double[LENGTH];
    numbers[LENGTH - 1] = 1.5;
    byte[] bytes = new byte[3 * LENGTH];
    Arrays.fill(bytes, (byte) 7);
    return new Job(numbers, bytes, numbers);
  }

  /** The directories of sockets and of shared memory, with their locks. */
  private static void makeWhatStays() throws InterruptedException {
    Mp.queue().close();
    small().process(() -> {}).start().join();
  }

  private static void check(byte[] bytes, int length) {
    assertThat(bytes).hasSize(length).containsOnly(7);
  }

  /** Small ones stand in the record that the child finds on its standard input: a page holds it. */
  @ParameterizedTest
  @ValueSource(ints = {3000, 3500, 4000, 4096, 5000, 60_000})
  void shouldCarryTargetsOfAnySize(int length) throws Exception {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 7);
    Process process = small().withSpares(0).process(() -> check(bytes, length)).start();
    process.join();
    assertThat(process.exitCode()).hasValue(0);
  }

  @Test
  void shouldCarryLargeArraysAndNotTheirLaterChanges() throws Exception {
    makeWhatStays();
    long before = Footprint.take().files();
    try (Queue<String> answers = Mp.queue()) {
      Job job = job();
      Process process =
          small()
              .process(LargeTargetTest::check, job, ByteBuffer.allocate(2 * LENGTH), answers)
              .start();
      Arrays.fill(job.bytes, (byte) 0);
      assertThat(answers.get()).isEqualTo("well");
      process.join();
      assertThat(process.exitCode()).hasValue(0);
    }
    assertThat(Footprint.take().files()).isLessThanOrEqualTo(before);
  }

  @Test
  void shouldLeaveNoFileOfATargetThatNeverRan() throws Exception {
    makeWhatStays();
    long before = Footprint.take().files();
    byte[] large = new byte[LENGTH];
    Process nowhere =
        small().withJavaHome(Path.of("/nowhere")).process(() -> System.out.println(large.length));
    assertThatThrownBy(nowhere::start).isInstanceOf(ProcessStartException.class);
    Process killed = small().process(() -> TestTargets.touchAndSleep("" + large.length)).start();
    killed.kill();
    killed.join();
    assertThat(Footprint.take().files()).isLessThanOrEqualTo(before);
  }
}
