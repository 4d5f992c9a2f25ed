package io.mp4j.runtime.process;

import static io.mp4j.runtime.TestTargets.append;
import static io.mp4j.runtime.TestTargets.isGone;
import static io.mp4j.runtime.TestTargets.read;
import static io.mp4j.runtime.TestTargets.small;
import static io.mp4j.runtime.TestTargets.sweepAsTheNextProgramWould;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.runtime.TestTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A parent dies; here the parent is itself a child of the test. */
class OrphanTest {
  @TempDir Path directory;

  private Path file() {
    return directory.resolve("file");
  }

  private static List<Path> directoriesOf(long pid) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return entries
          .filter(path -> path.getFileName().toString().startsWith("mp4j-" + pid + "-"))
          .toList();
    }
  }

  private void killAndExpectNothingLeft(Process parent, int grandchildren) throws Exception {
    await().until(() -> read(file()).size() >= grandchildren);
    long pid = parent.pid().orElseThrow();
    assertThat(directoriesOf(pid)).hasSize(1);

    parent.kill();
    parent.join();

    for (String grandchild : read(file())) {
      await().until(() -> isGone(Long.parseLong(grandchild)));
    }
    sweepAsTheNextProgramWould();
    assertThat(directoriesOf(pid)).isEmpty();
  }

  @Test
  void shouldEndWithAParentThatWasKilled() throws Exception {
    Process parent = small().process(OrphanTest::parent, file().toString()).start();
    killAndExpectNothingLeft(parent, 1);
  }

  static void parent(String file) throws Exception {
    small().process(OrphanTest::tellAndSleep, file).start().join();
  }

  static void tellAndSleep(String file) throws Exception {
    append(file, Long.toString(Mp.currentProcess().pid()));
    TestTargets.sleep();
  }

  @Test
  void shouldEndThoughItsTargetNeverLooksUp() throws Exception {
    Process parent = small().process(OrphanTest::parentOfABusyOne, file().toString()).start();
    killAndExpectNothingLeft(parent, 1);
  }

  static void parentOfABusyOne(String file) throws Exception {
    small().process(OrphanTest::tellAndSpin, file).start().join();
  }

  @SuppressWarnings("InfiniteLoopStatement")
  static void tellAndSpin(String file) throws Exception {
    Mp.atExit(OrphanTest::spin);
    append(file, Long.toString(Mp.currentProcess().pid()));
    spin();
  }

  static void spin() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldEndInGenerations() throws Exception {
    Process parent = small().process(OrphanTest::dynasty, file().toString(), 2).start();
    killAndExpectNothingLeft(parent, 2);
  }

  static void dynasty(String file, int generations) throws Exception {
    if (generations == 0) {
      TestTargets.sleep();
    }
    Process heir = small().process(OrphanTest::dynasty, file, generations - 1).start();
    append(file, Long.toString(heir.pid().orElseThrow()));
    heir.join();
  }

  @Test
  void shouldEndTheWorkersOfAPool() throws Exception {
    Process parent = small().process(OrphanTest::poolOwner, file().toString()).start();
    killAndExpectNothingLeft(parent, 2);
  }

  static void poolOwner(String file) throws Exception {
    try (Pool pool = small().pool(2)) {
      pool.map(name -> tellAndSleepLong(name), List.of(file, file), 1);
    }
  }

  static int tellAndSleepLong(String file) throws Exception {
    tellAndSleep(file);
    return 0;
  }

  @Test
  void shouldEndAChildThatWasStillComingUp() throws Exception {
    Process parent = small().process(OrphanTest::killedRightAfter, file().toString()).start();
    parent.join();
    assertThat(parent.exitCode()).hasValue(-9);
    long grandchild = Long.parseLong(read(file()).get(0));
    await().until(() -> isGone(grandchild));
    sweepAsTheNextProgramWould();
  }

  static void killedRightAfter(String file) throws Exception {
    Process process = small().process(TestTargets::sleep).start();
    append(file, Long.toString(process.pid().orElseThrow()));
    // The JDK keeps a process from killing itself by its handle.
    new ProcessBuilder("kill", "-9", Long.toString(Mp.currentProcess().pid())).start().waitFor();
    TestTargets.sleep();
  }

  // --- a parent that ends in order ---------------------------------------------------------------
  @Test
  void shouldKeepItsParentUpUnlessItIsADaemon() throws Exception {
    Process parent = small().process(OrphanTest::leaveOneBehind, file().toString(), false).start();
    parent.join();
    assertThat(read(file())).containsExactly("child");
    Files.delete(file());
    parent = small().process(OrphanTest::leaveOneBehind, file().toString(), true).start();
    parent.join();
    assertThat(parent.exitCode()).hasValue(0);
    assertThat(Files.exists(file())).isFalse();
  }

  static void leaveOneBehind(String file, boolean daemon) {
    small().process(OrphanTest::tellLater, file, daemon).setDaemon(daemon).start();
  }

  static void tellLater(String file, boolean never) throws Exception {
    if (never) {
      TestTargets.sleep();
    }
    append(file, "child");
  }

  @Test
  void shouldEndWhenItsParentExits() throws Exception {
    Process parent = small().process(OrphanTest::exitAbove, file().toString()).start();
    parent.join();
    assertThat(parent.exitCode()).hasValue(5);
    await().until(() -> isGone(Long.parseLong(read(file()).get(0))));
    assertThat(directoriesOf(parent.pid().orElseThrow())).isEmpty();
  }

  static void exitAbove(String file) throws Exception {
    Process child = small().process(TestTargets::sleep).start();
    append(file, Long.toString(child.pid().orElseThrow()));
    System.exit(5);
  }

  @Test
  void shouldEndWhenItsParentIsTerminatedThoughItsExitHandlerHangs() throws Exception {
    Process parent =
        small()
            .withStderr(Output.discard())
            .process(OrphanTest::parentOfABusyOne, file().toString())
            .start();
    await().until(() -> !read(file()).isEmpty());
    parent.terminate();
    parent.join();
    assertThat(parent.exitCode()).hasValue(-15);
    await().until(() -> isGone(Long.parseLong(read(file()).get(0))));
  }
}
