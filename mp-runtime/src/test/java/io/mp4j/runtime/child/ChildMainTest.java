package io.mp4j.runtime.child;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.OrphanPolicy;
import io.mp4j.function.Action0;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.CodecSettings;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.link.Door;
import io.mp4j.ipc.link.Token;
import io.mp4j.ipc.ring.Shipment;
import io.mp4j.runtime.wire.BootMessage;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Children whose parent is gone before they have come up. */
@DisabledOnOs(OS.WINDOWS)
class ChildMainTest {
  private static final long NOBODY = 1L << 40;

  @TempDir Path directory;
  private Door door;

  /** Whoever opens the pipe waits for somebody at its other end. */
  @BeforeEach
  void makePipe() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    door =
        new Door(directory.resolve("none").toString(), pipe.toString(), NOBODY, 1, Token.random());
  }

  private static String outcomeOf(byte[] record) throws Exception {
    java.lang.Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                ChildMain.class.getName(),
                "orphan")
            .redirectErrorStream(true)
            .start();
    try (OutputStream stdin = child.getOutputStream()) {
      stdin.write(record);
    }
    boolean ended = child.waitFor(30, TimeUnit.SECONDS);
    if (!ended) {
      child.toHandle().destroyForcibly(); // which leaves what it has said
    }
    String said = new String(child.getInputStream().readAllBytes(), UTF_8).strip();
    return (ended ? child.exitValue() : "no end") + ": " + said;
  }

  private static BootMessage boot() {
    ClassLoader loader = ChildMainTest.class.getClassLoader();
    Action0 target = () -> System.out.println("it has run");
    Shipment shipment = Shipment.of(new Codec(loader, CodecSettings.NONE), target, new Journey());
    byte[] none = {};
    return new BootMessage(
        "orphan",
        "1",
        false,
        OrphanPolicy.LIVE_ON,
        none,
        "p",
        NOBODY,
        "/dev/shm/x",
        0,
        none,
        shipment);
  }

  @Test
  void shouldEndASpare() throws Exception {
    assertThat(outcomeOf(BootRecord.ofSpare(door, false, List.of()).toBytes()))
        .isEqualTo("1: cannot reach the parent process: it is gone: pid=" + NOBODY);
  }

  @Test
  void shouldEndAChildThatWaitsForWhatToRun() throws Exception {
    assertThat(outcomeOf(BootRecord.without(door, false).toBytes()))
        .isEqualTo("1: cannot reach the parent process: it is gone: pid=" + NOBODY);
  }

  @Test
  void shouldEndAChildThatKnowsWhatToRunAndNotRunIt() throws Exception {
    assertThat(outcomeOf(BootRecord.with(door, false, boot()).toBytes()))
        .isEqualTo("1: cannot reach the parent process: it is gone: pid=" + NOBODY);
  }

  @Test
  void shouldEndAChildThatIsToldNothingAtAll() throws Exception {
    assertThat(outcomeOf(new byte[0])).startsWith("1: cannot reach the parent process");
  }
}
