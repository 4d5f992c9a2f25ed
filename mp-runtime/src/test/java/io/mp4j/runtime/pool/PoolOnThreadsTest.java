package io.mp4j.runtime.pool;

import io.mp4j.runtime.TestContext.OnThreads;
import org.junit.jupiter.api.Nested;

/** Pools whose workers are threads are used as others are: the same tests hold. */
class PoolOnThreadsTest {
  @Nested
  @OnThreads
  class ThreadsPoolTest extends PoolTest {}

  @Nested
  @OnThreads
  class ThreadsPoolStreamTest extends PoolStreamTest {}

  @Nested
  @OnThreads
  class ThreadsPoolExecutorTest extends PoolExecutorTest {}

  @Nested
  @OnThreads
  class ThreadsPoolWorkerTest extends PoolWorkerTest {}
}
