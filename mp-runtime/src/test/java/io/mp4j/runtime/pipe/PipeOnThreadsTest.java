package io.mp4j.runtime.pipe;

import io.mp4j.runtime.TestContext.OnThreads;
import org.junit.jupiter.api.Nested;

/** Pipes that threads share are those that processes share: the same tests hold. */
class PipeOnThreadsTest {
  @Nested
  @OnThreads
  class ThreadsPipeTest extends PipeTest {}

  @Nested
  @OnThreads
  class ThreadsPipeEndTest extends PipeEndTest {}

  @Nested
  @OnThreads
  class ThreadsPipeSizesTest extends PipeSizesTest {}

  @Nested
  @OnThreads
  class ThreadsWaitAnyTest extends WaitAnyTest {}
}
