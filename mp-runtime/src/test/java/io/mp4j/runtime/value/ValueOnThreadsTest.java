package io.mp4j.runtime.value;

import io.mp4j.runtime.TestContext.OnThreads;
import org.junit.jupiter.api.Nested;

/**
 * Values, arrays, blocks and lists that threads share are those that processes share: the same
 * tests hold.
 */
class ValueOnThreadsTest {
  @Nested
  @OnThreads
  class ThreadsValueTest extends ValueTest {}

  @Nested
  @OnThreads
  class ThreadsArrayTest extends ArrayTest {}

  @Nested
  @OnThreads
  class ThreadsShareableListTest extends ShareableListTest {}

  @Nested
  @OnThreads
  class ThreadsSharedMemoryTest extends SharedMemoryTest {}
}
