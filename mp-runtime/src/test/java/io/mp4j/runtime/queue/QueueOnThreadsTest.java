package io.mp4j.runtime.queue;

import io.mp4j.runtime.TestContext.OnThreads;
import org.junit.jupiter.api.Nested;

/** Queues that threads share are those that processes share: the same tests hold. */
class QueueOnThreadsTest {
  @Nested
  @OnThreads
  class ThreadsQueueTest extends QueueTest {}

  @Nested
  @OnThreads
  class ThreadsQueueBlockingViewTest extends QueueBlockingViewTest {}

  @Nested
  @OnThreads
  class ThreadsQueueInterruptionTest extends QueueInterruptionTest {}

  @Nested
  @OnThreads
  class ThreadsQueueLifeTest extends QueueLifeTest {}

  @Nested
  @OnThreads
  class ThreadsQueueOrderTest extends QueueOrderTest {}

  @Nested
  @OnThreads
  class ThreadsQueueShutdownTest extends QueueShutdownTest {}

  @Nested
  @OnThreads
  class ThreadsQueueSizesTest extends QueueSizesTest {}

  @Nested
  @OnThreads
  class ThreadsJoinableQueueTest extends JoinableQueueTest {}

  @Nested
  @OnThreads
  class ThreadsSimpleQueueTest extends SimpleQueueTest {}
}
