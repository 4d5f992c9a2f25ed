package io.mp4j.runtime.sync;

import io.mp4j.runtime.TestContext.OnThreads;
import org.junit.jupiter.api.Nested;

/** Locks and signals that threads share are those that processes share: the same tests hold. */
class SyncOnThreadsTest {
  @Nested
  @OnThreads
  class ThreadsLockTest extends LockTest {}

  @Nested
  @OnThreads
  class ThreadsRLockTest extends RLockTest {}

  @Nested
  @OnThreads
  class ThreadsSemaphoreTest extends SemaphoreTest {}

  @Nested
  @OnThreads
  class ThreadsConditionTest extends ConditionTest {}

  @Nested
  @OnThreads
  class ThreadsEventTest extends EventTest {}

  @Nested
  @OnThreads
  class ThreadsBarrierTest extends BarrierTest {}
}
