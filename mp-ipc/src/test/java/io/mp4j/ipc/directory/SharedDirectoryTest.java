package io.mp4j.ipc.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that leave a directory, and live on for a while. */
@Timeout(60)
class SharedDirectoryTest {
  @TempDir Path location;

  private final List<Visitor> visitors = new ArrayList<>();
  private Path path;

  /** Locks a byte, leaves when it is told to, and stays until its input ends. */
  static final class Program {
    public static void main(String[] args) throws IOException {
      SharedDirectory directory = SharedDirectory.enter(Path.of(args[0]));
      System.out.println(directory.tryLock(Integer.parseInt(args[1])));
      while (System.in.read() >= 0) {
        directory.leave();
        System.out.println("left");
      }
    }
  }

  private static final class Visitor {
    private final Process process;
    private final BufferedReader said;

    Visitor(Path directory, int position) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xshare:auto",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Program.class.getName(),
                  directory.toString(),
                  Integer.toString(position))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      said = process.inputReader(StandardCharsets.UTF_8);
    }

    void awaitEntry() throws IOException {
      assertThat(said.readLine()).isEqualTo("true");
    }

    void tellToLeave() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    }

    void awaitLeft() throws IOException {
      assertThat(said.readLine()).isEqualTo("left");
    }

    void end() throws IOException, InterruptedException {
      process.getOutputStream().close();
      assertThat(process.waitFor()).isZero();
    }
  }

  @BeforeEach
  void enter() throws IOException {
    path = SharedDirectory.choose(location);
    for (int i = 0; i < 3; i++) {
      visitors.add(new Visitor(path, i));
    }
    for (Visitor visitor : visitors) {
      visitor.awaitEntry();
    }
  }

  @AfterEach
  void endAll() {
    visitors.forEach(visitor -> visitor.process.destroyForcibly());
  }

  @Test
  void shouldKeepWhatAProcessHasLockedUntilItEnds() throws Exception {
    Visitor early = visitors.get(0);
    early.tellToLeave();
    early.awaitLeft();
    SharedDirectory directory = SharedDirectory.enter(path);
    assertThat(directory.isLockedByOther(0)).isTrue();
    early.end();
    assertThat(directory.isLockedByOther(0)).isFalse();
    assertThat(directory.isLockedByOther(1)).isTrue();
    assertThat(path).exists();
    directory.leave();
  }

  @Test
  void shouldVanishWhenTheLastLeavesThoughAllStillLive() throws Exception {
    for (Visitor visitor : visitors) {
      assertThat(path).exists();
      visitor.tellToLeave();
      visitor.awaitLeft();
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void shouldVanishWhenAllLeaveAtOnce() throws Exception {
    for (Visitor visitor : visitors) {
      visitor.tellToLeave();
    }
    for (Visitor visitor : visitors) {
      visitor.awaitLeft();
    }
    assertThat(path).doesNotExist();
  }
}
