package io.mp4j.ipc.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.ring.DeadProcessSweeper;
import io.mp4j.ipc.tree.Tree;
import io.mp4j.ipc.tree.TreeDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that others wake through a pipe; this process is both who sleeps and who rings. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class BellPipeTest {
  private static final long FOR_EVER = Long.MAX_VALUE;

  @TempDir static Path directory;

  private static Tree tree;
  private static int slot;

  private final MyBell mine = new MyBell(tree);
  private final ParkedBell bell = new ParkedBell(mine);
  private final Ringer ringer = new Ringer(tree);

  @BeforeAll
  static void offer() throws Exception {
    Path pipe = directory.resolve("bell");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    BellPipe.offer(pipe);
    tree = Tree.current();
    slot = Tree.slot(tree.me());
  }

  @BeforeEach
  void announce() {
    mine.announce(TreeDescriptor.HEARS_PIPE);
  }

  @AfterEach
  void isNoMore() {
    mine.announce(0);
    mine.heard();
  }

  @AfterAll
  static void leave() {
    tree.leave();
  }

  private static Memory table() {
    return tree.table();
  }

  private static int unheard() {
    return table().getIntVolatile(TreeDescriptor.cell(slot) + TreeDescriptor.UNHEARD);
  }

  private CompletableFuture<Void> sleeper() {
    int seen = mine.rings();
    return CompletableFuture.runAsync(
        () -> {
          while (mine.rings() == seen) {
            bell.await(seen, FOR_EVER);
          }
        });
  }

  @Test
  void shouldWakeWhoSleepsEachTimeAnotherProcessRings() {
    BellPipe pipe = BellPipe.open(tree, mine, bell);
    for (int i = 0; i < 2_000; i++) {
      CompletableFuture<Void> sleeper = sleeper();
      ringer.ring(slot);
      sleeper.join();
    }
    pipe.close();
  }

  @Test
  void shouldBeFoundAfterASweepForWhatDeadProcessesLeft() {
    BellPipe pipe = BellPipe.open(tree, mine, bell);
    DeadProcessSweeper.sweepThoroughly();
    assertThat(tree.bell(slot, Tree.PIPE)).exists();
    pipe.close();
  }

  @Test
  void shouldWakeByItselfWhenAnotherThreadOfTheProcessPokes() {
    CompletableFuture<Void> sleeper = sleeper();
    bell.poke();
    sleeper.join();
  }

  @Test
  void shouldEndItsThread() {
    BellPipe pipe = BellPipe.open(tree, mine, bell);
    pipe.close();
    awaitEnd("mp4j-bell");
  }

  private static void awaitEnd(String name) {
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals(name)));
  }

  @Test
  void shouldNeverWaitForAProcessThatDoesNotRead() throws Exception {
    Path link = tree.bell(slot, Tree.PIPE);
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, directory.resolve("bell"));
    for (int i = 0; i < 200_000; i++) { // more than a pipe holds
      ringer.ring(slot);
    }
    assertThat(unheard()).isOne();
  }

  @Test
  void shouldNotMakeAFileForAProcessThatHasNoPipeAnyMore() throws Exception {
    Path gone = directory.resolve("gone");
    Path link = tree.bell(slot, Tree.PIPE);
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, gone);
    ringer.ring(slot);
    assertThat(gone).doesNotExist();
  }

  @Test
  void shouldNotBelieveForEverThatARingIsOnItsWay() throws Exception {
    Sleepers sleepers = new Sleepers(tree);
    int cell = TreeDescriptor.cell(slot);
    // Somebody is killed between saying so and writing.
    table().setIntVolatile(cell + TreeDescriptor.UNHEARD, 1);
    sleepers.sleep(new Sleeper(), Duration.ofMillis(20).toNanos());
    assertThat(unheard()).isZero();
    sleepers.end();
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_22)
  @EnabledOnOs(OS.LINUX)
  void shouldChangeToAFutexWhileItIsRung() {
    ProcessBell changing = new ProcessBell(mine);
    BellPipe pipe = BellPipe.open(tree, mine, changing);
    for (int i = 0; i < 2_000; i++) {
      if (i == 1_000) {
        Futex.setUp();
      }
      int seen = mine.rings();
      CompletableFuture<Void> sleeper =
          CompletableFuture.runAsync(
              () -> {
                while (mine.rings() == seen) {
                  changing.await(seen, FOR_EVER);
                }
              });
      ringer.ring(slot);
      sleeper.join();
    }
    int flags = table().getIntVolatile(TreeDescriptor.cell(slot) + TreeDescriptor.FLAGS);
    assertThat(flags).isEqualTo(TreeDescriptor.FUTEX | TreeDescriptor.HEARS_PIPE);
    pipe.close();
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void shouldBeHeardWhenOnlyVirtualThreadsStillSleep() throws Exception {
    Sleepers sleepers = new Sleepers(tree);
    CompletableFuture<Sleeper> first = new CompletableFuture<>();
    Thread platform = new Thread(() -> sleepForEver(sleepers, first));
    platform.start();
    await()
        .until(
            () ->
                Stream.of(platform.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("listen")));
    CompletableFuture<Sleeper> second = new CompletableFuture<>();
    Runnable sleep = () -> sleepForEver(sleepers, second);
    Thread virtual =
        (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, sleep);
    await().until(() -> virtual.getState() == Thread.State.TIMED_WAITING);

    sleepers.poke(first.join());
    platform.join();
    second.join().poke();
    ringer.ring(slot);

    await().until(() -> !virtual.isAlive());
    awaitEnd("mp4j-bell-leader");
    sleepers.end();
  }

  private static void sleepForEver(Sleepers sleepers, CompletableFuture<Sleeper> begun) {
    Sleeper sleeper = new Sleeper();
    begun.complete(sleeper);
    try {
      sleepers.sleep(sleeper, FOR_EVER);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
