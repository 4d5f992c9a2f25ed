package io.mp4j.runtime.pipe;

import static io.mp4j.runtime.Children.joinWell;
import static io.mp4j.runtime.TestContext.mp;
import static io.mp4j.runtime.TestContext.smallMp;
import static io.mp4j.runtime.TestContext.smallPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.AsyncResult;
import io.mp4j.Connection;
import io.mp4j.Duplex;
import io.mp4j.Mp;
import io.mp4j.Pipe;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.Queue;
import io.mp4j.Waitable;
import io.mp4j.WorkerStats;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.Footprint;
import io.mp4j.runtime.Stopwatch;
import io.mp4j.runtime.event.Milestone;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for several things at once; the numbered scenarios are those of CPython's own suite. */
@Timeout(60)
class WaitAnyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private static Pool others;

  @BeforeAll
  static void open() {
    others = smallPool(2);
    await().atMost(PATIENCE).until(WaitAnyTest::areUp); // what they take is not a wait's
  }

  private static boolean areUp() {
    List<WorkerStats> workers = others.stats().workers();
    return workers.size() == 2
        && workers.stream().allMatch(worker -> worker.state() == WorkerStats.State.IDLE);
  }

  @AfterAll
  static void close() {
    others.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"167 TestWait.test_wait, 0", "169 TestWait.test_wait_slow, 12"})
  void shouldCollectAllMessagesUntilEachEnd(String row, int longestPause) throws Exception {
    List<Connection<Object>> readers = new ArrayList<>();
    List<AsyncResult<Void>> senders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Pipe<Object> pipe = mp().pipe(Duplex.OFF);
      Connection<Object> writer = pipe.writer();
      int sender = i;
      senders.add(others.applyAsync(() -> sendTen(writer, sender, longestPause)));
      writer.close();
      readers.add(pipe.reader());
    }
    Map<Connection<Object>, List<Object>> messages = new HashMap<>();
    while (!readers.isEmpty()) {
      for (Connection<Object> reader : Mp.waitAny(readers)) {
        assertThat(reader.poll()).isTrue();
        try {
          messages.computeIfAbsent(reader, r -> new ArrayList<>()).add(reader.recv());
        } catch (EOFException end) {
          readers.remove(reader);
          reader.close();
        }
      }
    }
    assertThat(messages).hasSize(4);
    for (int sender = 0; sender < 4; sender++) {
      List<Object> expected = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        expected.add(i + " of " + sender);
      }
      assertThat(messages.values()).contains(expected);
      senders.get(sender).result(PATIENCE);
    }
  }

  private static void sendTen(Connection<Object> writer, int sender, int longestPause)
      throws Exception {
    Random random = new Random();
    try (writer) {
      for (int i = 0; i < 10; i++) {
        Thread.sleep(random.nextInt(longestPause + 1));
        writer.send(i + " of " + sender);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"168 TestWait.test_wait_socket, 0", "170 TestWait.test_wait_socket_slow, 12"})
  void shouldWaitForSocketsThatWereAccepted(String row, int longestPause) throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      listener.configureBlocking(false);
      int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
      List<AsyncResult<Void>> writers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        writers.add(others.applyAsync(() -> writeTenLines(port, longestPause)));
      }
      Map<Waitable, SocketChannel> sockets = new HashMap<>();
      Map<Waitable, StringBuilder> texts = new HashMap<>();
      List<Waitable> open = new ArrayList<>();
      Waitable accepting = Mp.waitable(listener);
      open.add(accepting);
      int ended = 0;
      while (ended < 2) {
        for (Waitable ready : Mp.waitAny(open, PATIENCE)) {
          if (ready == accepting) {
            SocketChannel socket = listener.accept();
            socket.configureBlocking(false);
            Waitable reading = Mp.waitable(socket);
            sockets.put(reading, socket);
            texts.put(reading, new StringBuilder());
            open.add(reading);
          } else if (!readSome(sockets.get(ready), texts.get(ready))) {
            sockets.get(ready).close();
            open.remove(ready);
            ended++;
          }
        }
      }
      String expected = "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n";
      assertThat(texts.values()).extracting(StringBuilder::toString).containsOnly(expected);
      for (AsyncResult<Void> writer : writers) {
        writer.result(PATIENCE);
      }
    }
  }

  private static void writeTenLines(int port, int longestPause) throws Exception {
    Random random = new Random();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      for (int i = 0; i < 10; i++) {
        Thread.sleep(random.nextInt(longestPause + 1));
        socket.getOutputStream().write((i + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  /** Returns false at the end; the socket said that it can be read, so something must come. */
  private static boolean readSome(SocketChannel socket, StringBuilder text) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(32);
    int read = socket.read(buffer);
    assertThat(read).isNotZero();
    text.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
    return read >= 0;
  }

  @Test
  @DisplayName("171 TestWait.test_wait_timeout")
  void shouldGiveUpAfterItsTimeAndFindTheReadyEnd() throws Exception {
    try (Pipe<Object> pipe = mp().pipe()) {
      List<Connection<Object>> ends = List.of(pipe.parent(), pipe.child());
      Stopwatch watch = Stopwatch.start();
      assertThat(Mp.waitAny(ends, SHORT)).isEmpty();
      watch.assertWaited(SHORT);
      pipe.child().send("message");
      Stopwatch atOnce = Stopwatch.start();
      assertThat(Mp.waitAny(ends, FOR_EVER)).containsExactly(pipe.parent());
      assertThat(Mp.waitAny(ends, Duration.ZERO)).containsExactly(pipe.parent());
      assertThat(Mp.waitAny(pipe.child(), pipe.parent())).containsExactly(pipe.parent());
      atOnce.assertShorterThan(PATIENCE);
      assertThat(pipe.parent().recv()).isEqualTo("message");
      assertThat(Mp.waitAny(ends, Duration.ZERO)).isEmpty();
    }
  }

  @Test
  @DisplayName("172 TestWait.test_wait_integer")
  void shouldMixConnectionsAndSentinels() throws Exception {
    try (Pipe<Object> first = mp().pipe();
        Pipe<Object> second = mp().pipe();
        Queue<String> gate = mp().queue()) {
      Process process =
          smallMp()
              .process(
                  () -> {
                    gate.get();
                  })
              .start();
      Waitable sentinel = process.sentinel();
      List<Waitable> all = List.of(first.parent(), sentinel, second.parent());
      Stopwatch watch = Stopwatch.start();
      assertThat(Mp.waitAny(all, SHORT)).isEmpty();
      watch.assertWaited(SHORT);
      Background<List<Waitable>> waiting =
          Background.compute(() -> Mp.waitAny(all, FOR_EVER)).awaitBlocked();
      gate.put("end");
      assertThat(waiting.result()).containsExactly(sentinel);
      first.child().send("a");
      assertThat(Mp.waitAny(all, PATIENCE)).containsExactly(first.parent(), sentinel);
      second.child().send("b");
      assertThat(Mp.waitAny(all, PATIENCE))
          .containsExactly(first.parent(), sentinel, second.parent());
      assertThat(Mp.waitAny(second.parent(), sentinel, first.parent()))
          .containsExactly(second.parent(), sentinel, first.parent());
      joinWell(process);
      assertThat(sentinel.isReady()).isTrue();
    }
  }

  @Test
  @DisplayName("173 TestWait.test_neg_timeout")
  void shouldTakeANegativeTimeForALook() throws Exception {
    try (Pipe<Object> pipe = mp().pipe()) {
      Stopwatch watch = Stopwatch.start();
      assertThat(Mp.waitAny(List.of(pipe.parent()), Duration.ofSeconds(-100))).isEmpty();
      assertThat(Mp.waitAny(List.of(pipe.parent()), FOR_EVER.negated())).isEmpty();
      watch.assertShorterThan(PATIENCE);
      pipe.child().send(1);
      assertThat(Mp.waitAny(List.of(pipe.parent()), Duration.ofSeconds(-100)))
          .containsExactly(pipe.parent());
    }
  }

  @Test
  void shouldRefuseToWaitForNothing() {
    assertThatThrownBy(() -> Mp.waitAny()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Mp.waitAny(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Mp.waitAny((List<Waitable>) null, SHORT))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void shouldRefuseAChannelThatBlocks() throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      assertThatThrownBy(() -> Mp.waitable(listener)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldBeWokenByAnyOfMany() throws Exception {
    List<Pipe<Object>> pipes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      pipes.add(mp().pipe());
    }
    List<Connection<Object>> ends = pipes.stream().map(Pipe::parent).toList();
    for (int i : new int[] {59, 0, 31, 1, 58}) {
      Background<List<Connection<Object>>> waiting =
          Background.compute(() -> Mp.waitAny(ends, PATIENCE)).awaitBlocked();
      pipes.get(i).child().send(i);
      assertThat(waiting.result()).containsExactly(ends.get(i));
      assertThat(ends.get(i).recv()).isEqualTo(i);
    }
    pipes.forEach(Pipe::close);
  }

  @Test
  void shouldTakeTheEndForReady() throws Exception {
    Pipe<Object> pipe = mp().pipe();
    Pipe<Object> idle = mp().pipe();
    Process child = smallMp().process(Connection::recv, pipe.child()).start();
    pipe.child().close();
    try (idle;
        Connection<Object> mine = pipe.parent()) {
      Waitable sentinel = child.sentinel();
      Background<List<Waitable>> waiting =
          Background.compute(() -> Mp.waitAny(idle.parent(), mine)).awaitBlocked();
      child.kill();
      assertThat(waiting.result()).containsExactly(mine);
      assertThatThrownBy(mine::recv).isInstanceOf(EOFException.class);
      assertThat(Mp.waitAny(List.of(sentinel), PATIENCE)).containsExactly(sentinel);
      assertThat(Mp.waitAny(mine, sentinel)).contains(mine);
      child.join();
    }
  }

  @Test
  void shouldWakeAllWhoWaitForTheSame() throws Exception {
    try (Pipe<Object> pipe = mp().pipe();
        Pipe<Object> idle = mp().pipe()) {
      List<Background<List<Waitable>>> waiting = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        waiting.add(Background.compute(() -> Mp.waitAny(idle.parent(), pipe.parent())));
      }
      waiting.forEach(Background::awaitBlocked);
      pipe.child().send("for all");
      for (Background<List<Waitable>> each : waiting) {
        assertThat(each.result()).containsExactly(pipe.parent());
      }
    }
  }

  @Test
  void shouldEndWhenInterruptedOrClosed() throws Exception {
    try (Pipe<Object> first = mp().pipe();
        Pipe<Object> second = mp().pipe()) {
      List<Waitable> ends = List.of(first.parent(), second.parent());
      Background<List<Waitable>> victim =
          Background.compute(() -> Mp.waitAny(ends, PATIENCE)).awaitBlocked();
      Background<List<Waitable>> untimed =
          Background.compute(() -> Mp.waitAny(first.parent(), second.parent())).awaitBlocked();
      victim.interrupt();
      assertThat(victim.failure()).isInstanceOf(InterruptedException.class);
      assertThat(untimed.isDone()).isFalse();
      second.parent().close();
      assertThat(untimed.failure())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
      first.child().send("still whole");
      assertThat(first.parent().recv()).isEqualTo("still whole");
    }
  }

  @Test
  void shouldLeaveNothingBehind() throws Exception {
    try (Pipe<Object> pipe = mp().pipe();
        ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      listener.configureBlocking(false);
      List<Waitable> all = List.of(pipe.parent(), pipe.child(), Mp.waitable(listener));
      assertThat(Mp.waitAny(all, Duration.ofMillis(1))).isEmpty();
      Footprint before = Footprint.take();
      for (int i = 0; i < 500; i++) {
        assertThat(Mp.waitAny(all, Duration.ofNanos(i % 2 * 100_000L))).isEmpty();
      }
      Footprint.awaitNoMoreThan(before);
    }
  }

  /** Far from what a loop that polls would take, and far from what a slow machine may need. */
  @Test
  void shouldCostNextToNothingToWait() throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (Pipe<Object> pipe = mp().pipe();
        Pipe<Object> other = mp().pipe();
        Queue<Object> queue = mp().queue()) {
      List<Background<?>> waiting =
          List.of(
              Background.compute(queue::get),
              Background.compute(() -> pipe.parent().recv()),
              Background.compute(() -> Mp.waitAny(pipe.child(), other.parent())));
      waiting.forEach(Background::awaitBlocked);
      long before = cpuOfAll(threads);
      Thread.sleep(1_500);
      long spent = cpuOfAll(threads) - before;
      assertThat(Duration.ofNanos(spent)).isLessThan(Duration.ofMillis(300));
      assertThat(waiting).noneMatch(Background::isDone);
      queue.put(1);
      pipe.child().send(1);
      other.child().send(1);
      for (Background<?> each : waiting) {
        assertThat(each.result()).isNotNull();
      }
    }
  }

  private static long cpuOfAll(ThreadMXBean threads) {
    long sum = 0;
    for (long id : threads.getAllThreadIds()) {
      sum += Math.max(0, threads.getThreadCpuTime(id));
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldKeepNothingOfAWaitThatIsOver(boolean withConnection) throws Exception {
    Milestone<String> milestone = new Milestone<>();
    try (Connection<String> connection = mp().<String>pipe().parent()) {
      List<Waitable> all = withConnection ? List.of(connection, milestone) : List.of(milestone);
      for (int i = 0; i < 20; i++) {
        assertThat(Mp.waitAny(all, Duration.ofMillis(5))).isEmpty();
      }
      assertThat(milestone.future().getNumberOfDependents()).isZero();
      Background<List<Waitable>> waiter = Background.compute(() -> Mp.waitAny(all));
      milestone.reached("end");
      assertThat(waiter.result()).containsExactly(milestone);
    }
  }
}
