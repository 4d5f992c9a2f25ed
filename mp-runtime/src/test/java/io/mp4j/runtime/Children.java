package io.mp4j.runtime;

import static io.mp4j.runtime.TestContext.smallMp;
import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.Process;
import io.mp4j.function.Action0;
import java.time.Duration;

/** Children whose targets check something themselves. */
public final class Children {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Children() {}

  /** Runs a target in a child that has to end well. */
  public static void runWell(Action0 target) throws InterruptedException {
    joinWell(smallMp().process(target).start());
  }

  /** Waits for the end of a child that has to end well. */
  public static void joinWell(Process process) throws InterruptedException {
    if (!process.join(PATIENCE)) {
      process.kill();
      throw new AssertionError(process + " hangs");
    }
    process
        .failure()
        .ifPresent(
            thrown -> {
              throw new AssertionError(process + " failed", thrown);
            });
    assertThat(process.exitCode()).hasValue(0);
  }

  /** Fails a target; unlike an assertion library it costs a child nothing. */
  public static void check(boolean expected, String what) {
    if (!expected) {
      throw new AssertionError(what);
    }
  }
}
