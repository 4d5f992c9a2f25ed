package io.mp4j.runtime.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.runtime.SharedTest;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One that was signalled has died, and somebody finds it at the least convenient moment. */
class ConditionStateTest extends SharedTest {
  /** A process that nobody has heard of, with the bit that says that it was signalled. */
  private static final long DEAD_AND_SIGNALLED = 1L << 62 | 4095 << 10 | 1023;

  private static final int FIRST_CELL = 256;

  @TempDir Path directory;

  private Memory memory;
  private int cellOfDead;
  private ConditionState condition;

  @BeforeEach
  void dieSignalled() {
    Segment segment =
        Segment.create(
            directory.resolve("condition"),
            SegmentKind.CONDITION,
            1,
            ConditionState.SIZE,
            body -> {});
    memory = segment.memory();
    cellOfDead = segment.body() + FIRST_CELL;
    memory.setLongVolatile(cellOfDead, DEAD_AND_SIGNALLED);
    condition = new ConditionState(segment);
  }

  @Test
  void shouldInheritTheSignalOnce() {
    int heir = condition.enter();
    int other = condition.enter();
    condition.inherit(heir);
    condition.inherit(other);
    assertThat(condition.leave(heir)).isTrue();
    assertThat(condition.leave(other)).isFalse();
    assertThat(memory.getLongVolatile(cellOfDead)).isZero();
  }

  @Test
  void shouldPassTheSignalOnWhenTheHeirHasItsOwnByNow() {
    int heir = condition.enter();
    int next = condition.enter();
    int last = condition.enter();
    condition.signal(1);
    condition.inherit(heir);
    assertThat(condition.leave(heir)).isTrue();
    assertThat(condition.leave(next)).isTrue();
    assertThat(condition.leave(last)).isFalse();
    assertThat(memory.getLongVolatile(cellOfDead)).isZero();
  }
}
