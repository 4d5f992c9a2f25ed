package io.mp4j.runtime.kill;

import static io.mp4j.runtime.TestTargets.small;
import static io.mp4j.runtime.TestTargets.sweepAsTheNextProgramWould;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Connection;
import io.mp4j.Duplex;
import io.mp4j.IntValue;
import io.mp4j.Lock;
import io.mp4j.Mp;
import io.mp4j.Pipe;
import io.mp4j.Process;
import io.mp4j.Queue;
import io.mp4j.ShareableList;
import io.mp4j.Shared;
import io.mp4j.SharedMemory;
import io.mp4j.ipc.tree.Tree;
import io.mp4j.runtime.SharedTest;
import io.mp4j.runtime.TestChild;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What killed processes held alone is gone when somebody has joined them; the rest is whole. */
@Timeout(120)
class WhatTheDeadLeaveTest extends SharedTest {
  private Set<String> before;

  private static Set<String> files() {
    try (Stream<Path> entries = Files.list(Tree.current().directory())) {
      return entries
          .filter(path -> !Tree.isBell(path))
          .map(path -> path.getFileName().toString())
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<String> newFiles() {
    Set<String> files = files();
    files.removeAll(before);
    return files;
  }

  @BeforeEach
  void rememberFiles() throws Exception {
    Mp.event().close(); // this process has what it keeps
    before = files();
  }

  /** What a child keeps. */
  private static final class Keeper {
    static final List<Shared> KEPT = new ArrayList<>();
  }

  private static void makeSome() throws InterruptedException {
    Queue<Object> queue = Mp.queue();
    Pipe<Object> pipe = Mp.pipe();
    queue.put(Mp.lock()); // held by the message, too
    queue.put(new byte[3 << 20]);
    Keeper.KEPT.addAll(
        List.of(queue, pipe.parent(), pipe.child(), Mp.lock(), Mp.condition(), Mp.semaphore(1)));
    Keeper.KEPT.addAll(List.of(Mp.event(), Mp.barrier(2), Mp.value(1), Mp.sharedMemory(10_000)));
    Keeper.KEPT.add(Mp.shareableList(List.of(1, "two")));
  }

  @Test
  void shouldGoWithTheLastHolderThatIsKilled() throws Exception {
    TestChild maker = startChild();
    maker.call(WhatTheDeadLeaveTest::makeSome);
    int name = maker.call(() -> Tree.current().me());
    assertThat(filesOf(name)).hasSizeGreaterThan(10);
    maker.kill();
    assertThat(filesOf(name)).isEmpty();
    assertThat(newFiles()).noneMatch(file -> file.endsWith(".block") || file.endsWith(".list"));
  }

  @Test
  void shouldGoWithTheLastGrandchildWhoseParentIsKilled() throws Exception {
    TestChild parent = startChild();
    IntValue name = keep(Mp.value(0));
    parent.call(() -> startMaker(name));
    patiently().until(() -> name.getAsInt() != 0);
    int grandchild = name.getAsInt();
    assertThat(filesOf(grandchild)).hasSizeGreaterThan(10);
    parent.kill();
    patiently().untilAsserted(() -> assertThat(filesOf(grandchild)).isEmpty());
    sweepAsTheNextProgramWould(); // its socket
  }

  private static void startMaker(IntValue name) {
    small().process(WhatTheDeadLeaveTest::makeSomeAndStay, name).start();
  }

  private static void makeSomeAndStay(IntValue name) throws InterruptedException {
    makeSome();
    name.set(Tree.current().me());
    Thread.sleep(Duration.ofHours(1).toMillis());
  }

  private static Set<String> filesOf(int process) {
    return files().stream()
        .filter(file -> file.startsWith(Tree.name(process, 0).replace("-0", "-")))
        .collect(Collectors.toSet());
  }

  @Test
  void shouldStayWithThoseThatLive() throws Exception {
    TestChild maker = startChild();
    Lock lock = keep(maker.call(() -> keepHere(Mp.lock())));
    SharedMemory block = keep(maker.call(() -> keepHere(Mp.sharedMemory("of-the-dead", 100))));
    maker.kill();
    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
    block.buffer().put(0, (byte) 1);
    try (SharedMemory again = Mp.openSharedMemory("of-the-dead")) {
      assertThat(again.buffer().get(0)).isEqualTo((byte) 1);
    }
  }

  private static <T extends Shared> T keepHere(T object) {
    Keeper.KEPT.add(object);
    return object;
  }

  /** Such a name could be that of a ring, whose parts go with it. */
  @Test
  void shouldLeaveWhatUsersNamedLikeRings() throws Exception {
    for (String name : List.of("img-1", "part-3.x", "a-1.2")) {
      SharedMemory block = keep(Mp.sharedMemory(name, 100));
      ShareableList list = keep(Mp.shareableList(name, List.of(1, 2)));
      TestChild maker = startChild();
      maker.call(WhatTheDeadLeaveTest::makeSome);
      maker.kill();
      try (SharedMemory again = Mp.openSharedMemory(name);
          ShareableList same = Mp.openShareableList(name)) {
        assertThat(again.size()).isEqualTo(block.size());
        assertThat(same.size()).isEqualTo(list.size());
      }
    }
  }

  @Test
  void shouldArriveThoughTheSenderWasKilled() throws Exception {
    int name;
    try (Queue<Connection<String>> queue = Mp.queue()) {
      TestChild sender = startChild();
      sender.call(() -> sendAnEnd(queue));
      name = sender.call(() -> Tree.current().me());
      sender.kill();
      try (Connection<String> end = queue.get()) {
        assertThat(end.recv()).isEqualTo("sent before");
        assertThatThrownBy(end::recv).isInstanceOf(EOFException.class);
      }
    }
    patiently().untilAsserted(() -> assertThat(filesOf(name)).isEmpty());
  }

  private static void sendAnEnd(Queue<Connection<String>> queue) throws InterruptedException {
    Pipe<String> pipe = Mp.pipe(Duplex.OFF);
    pipe.child().send("sent before");
    queue.put(pipe.parent());
    pipe.parent().close();
    Keeper.KEPT.add(pipe.child());
  }

  @Test
  void shouldNotLeaveTheFileOfALargeMessageThatWasNeverSent() throws Exception {
    for (int round = 0; round < 8; round++) {
      try (Queue<byte[]> queue = Mp.queue()) {
        Process sender =
            small().withHeap("160m").process(WhatTheDeadLeaveTest::sendLargeOnes, queue).start();
        int awaited = round % 4;
        patiently()
            .until(
                () ->
                    queue.size() >= awaited
                        && newFiles().stream().anyMatch(file -> file.endsWith(".large")));
        sender.kill();
        sender.join();
        int size = queue.size();
        assertThat(newFiles().stream().filter(file -> file.endsWith(".large"))).hasSize(size);
        for (int i = 0; i < size; i++) {
          assertThat(queue.getNow()).hasSize(20 << 20);
        }
        assertThat(newFiles()).noneMatch(file -> file.endsWith(".large"));
      }
    }
  }

  private static void sendLargeOnes(Queue<byte[]> queue) throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      queue.put(new byte[20 << 20]);
    }
    Thread.sleep(Duration.ofHours(1).toMillis());
  }

  @Test
  void shouldNotLeaveTheLargeArgumentOfAChildWhoseParentWasKilledMeanwhile() throws Exception {
    TestChild parent = startChild();
    parent.begin(() -> startWithLargeArgument());
    patiently().until(() -> !shipments().isEmpty());
    parent.kill();
    assertThat(shipments()).isEmpty();
    sweepAsTheNextProgramWould();
  }

  private Set<String> shipments() {
    return newFiles().stream()
        .filter(file -> file.startsWith("shipment."))
        .collect(Collectors.toSet());
  }

  private static void startWithLargeArgument() {
    Process unused =
        small().process((array, never) -> {}, new byte[20 << 20], new NeverArrives()).start();
  }

  /** Keeps the child from saying that it has its arguments. */
  private static final class NeverArrives implements Serializable {
    private static final long serialVersionUID = 1;

    private Object readResolve() {
      return new CompletableFuture<>().join();
    }
  }
}
