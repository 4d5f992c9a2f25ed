package io.mp4j.runtime.pipe;

import static io.mp4j.runtime.TestContext.smallMp;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.Connection;
import io.mp4j.Mp;
import io.mp4j.Pipe;
import io.mp4j.Process;
import io.mp4j.ipc.tree.Tree;
import io.mp4j.ipc.tree.TreeDescriptor;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
@EnabledForJreRange(min = JRE.JAVA_22)
@EnabledOnOs(OS.LINUX)
class FutexTest {
  private static final Duration UNTIL_THE_CHILD_SLEEPS = Duration.ofNanos(300_000);

  private static boolean sleepsByFutex() {
    Tree tree = Tree.current();
    int flags = TreeDescriptor.cell(Tree.slot(tree.me())) + TreeDescriptor.FLAGS;
    return (tree.table().getIntVolatile(flags) & TreeDescriptor.FUTEX) != 0;
  }

  private static void receiveUntilItSleepsByFutex(Connection<?> end) throws Exception {
    int received = 0;
    while (!sleepsByFutex()) {
      end.recvBytes();
      received++;
    }
    end.sendBytes(Integer.toString(received).getBytes(UTF_8));
  }

  @Test
  void shouldBeTakenUpByAProcessThatIsWokenOften() throws Exception {
    try (Pipe<Object> pipe = Mp.pipe();
        Process child = smallMp().process(FutexTest::receiveUntilItSleepsByFutex, pipe.child())) {
      child.start();
      while (!pipe.parent().poll(UNTIL_THE_CHILD_SLEEPS)) {
        pipe.parent().sendBytes(new byte[1]);
      }
      int received = Integer.parseInt(new String(pipe.parent().recvBytes(), UTF_8));
      assertThat(received).isGreaterThan(1_000); // to set it up takes longer than a short program
      child.join();
    }
  }
}
