package io.mp4j.runtime.process;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mp4j.Context;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.runtime.TestTargets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Children that listen for a debugger. */
class DebugTest {
  private static final Pattern LINE =
      Pattern.compile("(.+) \\(pid (\\d+)\\) listens for a debugger at localhost:(\\d+)");

  private static final String HANDSHAKE = "JDWP-Handshake";

  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<String> outputs = new CopyOnWriteArrayList<>();
  private final Context debugged =
      small()
          .debug()
          .withStdout(Output.lines((name, line) -> outputs.add(line)))
          .withStderr(Output.lines((name, line) -> errors.add(line)));

  private static Matcher parsed(String line) {
    Matcher matcher = LINE.matcher(line);
    assertThat(matcher.matches()).as(line).isTrue();
    return matcher;
  }

  /** Says what a debugger says first, and returns the answer. */
  private static String greet(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(HANDSHAKE.length());
      return new String(answer, StandardCharsets.US_ASCII);
    }
  }

  @Test
  void shouldPrintThePortAtWhichAChildAnswersADebugger() throws Exception {
    Process process = debugged.process(TestTargets::sleep).start();
    await().until(() -> !errors.isEmpty());

    Matcher line = parsed(errors.get(0));
    assertThat(line.group(1)).isEqualTo(process.name());
    assertThat(Long.parseLong(line.group(2))).isEqualTo(process.pid().getAsLong());
    assertThat(greet(Integer.parseInt(line.group(3)))).isEqualTo(HANDSHAKE);

    process.kill();
    process.join();
    assertThat(errors).hasSize(1);
    assertThat(outputs).as("what the agent itself would print").isEmpty();
  }

  @Test
  void shouldGiveEachWorkerOfAPoolAPortOfItsOwn() throws Exception {
    try (Pool pool = debugged.pool(2)) {
      assertThat(pool.map(n -> n + 1, List.of(1, 2, 3))).containsExactly(2, 3, 4);
      await().until(() -> errors.size() == 2);
    }
    assertThat(errors.stream().map(line -> parsed(line).group(3)).distinct()).hasSize(2);
  }

  @Test
  void shouldNotPassThePortOnToChildrenOfAChild() throws Exception {
    debugged.process(DebugTest::haveAChild).start().join();
    assertThat(errors).hasSize(1);
  }

  private static void haveAChild() throws InterruptedException {
    small().process(() -> {}).start().join();
  }
}
