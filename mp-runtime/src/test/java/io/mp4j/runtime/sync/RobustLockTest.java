package io.mp4j.runtime.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.ipc.lock.RobustLock;
import io.mp4j.ipc.memory.Memory;
import io.mp4j.runtime.SharedTest;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lock beneath all others, where it takes a moment that no public call can hit at will. */
@Timeout(30)
class RobustLockTest extends SharedTest {
  /** A process that nobody has heard of; its generation is the last there can be. */
  private static final long DEAD = 1L << 22 | 4095 << 10 | 1023;

  /** Somebody who gives up right after a lock was recovered for him would have it for ever. */
  @Test
  void shouldNotBeLostWhenItsNextOwnerWouldGiveUpAtTheMomentThatItIsRecovered() throws Exception {
    Memory memory = new Memory(ByteBuffer.allocateDirect(RobustLock.SIZE + 64).alignedSlice(64));
    RobustLock lock = new RobustLock(memory, 0);
    memory.setLongVolatile(0, DEAD);
    boolean got =
        lock.lock(
            Long.MAX_VALUE,
            () -> {
              if (lock.isHeldHere()) {
                throw new IllegalStateException("gave up with the lock in hand");
              }
            });
    assertThat(got).isTrue();
    assertThat(lock.wasAbandoned()).isTrue();
    lock.unlock();
    assertThat(lock.isHeld()).isFalse();
  }
}
