package io.mp4j.examples;

import io.mp4j.Barrier;
import io.mp4j.Condition;
import io.mp4j.Connection;
import io.mp4j.Context;
import io.mp4j.Duplex;
import io.mp4j.Empty;
import io.mp4j.Event;
import io.mp4j.Held;
import io.mp4j.IntValue;
import io.mp4j.JoinableQueue;
import io.mp4j.Lock;
import io.mp4j.LongArray;
import io.mp4j.LongValue;
import io.mp4j.Mp;
import io.mp4j.Pipe;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.Queue;
import io.mp4j.QueueShutdownException;
import io.mp4j.Semaphore;
import io.mp4j.ShareableList;
import io.mp4j.SharedMemory;
import io.mp4j.Waitable;
import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The snippets of the documents that are about shared objects, in their order. */
@SuppressWarnings({"try", "UnusedVariable", "WaitNotInLoop"})
final class SharedGuide {
  private SharedGuide() {}

  /** Runs them all, one after the other. */
  public static void main(String[] args) throws Exception {
    passAWord();
    passDataWithAQueue();
    try (Queue<Order> orders = Mp.queue()) {
      doNotWaitForEver(orders);
    }
    waitUntilAllIsDone();
    talkThroughAPipe();
    waitForTwoConnections();
    waitForTheFirstOfTwo();
    protectSharedState();
    shareNumbers();
    shareABlock();
    shareAList();
    runTheSameOnThreads();
  }

  private static void waitForTwoConnections() throws Exception {
    try (Pipe<String> one = Mp.pipe(Duplex.OFF);
        Pipe<String> other = Mp.pipe(Duplex.OFF)) {
      Mp.process(end -> end.send("one"), one.writer()).start().join();
      Mp.process(end -> end.send("other"), other.writer()).start().join();
      one.writer().close();
      other.writer().close();
      waitForSeveralThings(List.of(one.reader(), other.reader()));
    }
  }

  private static void waitForTheFirstOfTwo() throws Exception {
    try (Event end = Mp.event()) {
      Process first = Mp.process(SharedGuide::fetch).setName("the first").start();
      Process second = Mp.process(() -> end.await()).start();
      waitForTheFirstToEnd(first, second);
      end.set();
      second.join();
    }
  }

  private static void protectSharedState() throws Exception {
    try (LongArray accounts = Mp.longArray(2);
        Lock lock = Mp.lock();
        Condition changed = Mp.condition();
        IntValue stock = Mp.value(0);
        Semaphore seats = Mp.semaphore(2);
        Event go = Mp.event();
        Barrier line = Mp.barrier(2);
        LongValue peak = Mp.value(0L)) {
      Process careless = Mp.process(() -> stopHalfWay(accounts, lock)).start();
      careless.join();
      transferAfterACrash(accounts, lock);
      Process other =
          Mp.process(
                  () -> {
                    transfer(accounts, lock);
                    take(changed, stock);
                    download(seats);
                    startTogether(go, line);
                    changeByAFunction(peak, 7);
                  })
              .start();
      deliver(changed, stock);
      go.set();
      startTogether(go, line);
      other.join();
      System.out.println(Arrays.toString(accounts.toArray()) + ", highest " + peak.get());
    }
  }

  private static void stopHalfWay(LongArray accounts, Lock lock) {
    lock.lock();
    accounts.getAndAdd(0, -100);
    Runtime.getRuntime().halt(1);
  }

  record Order(String what, int count) {}

  static void passAWord() throws Exception {
    try (Queue<String> words = Mp.queue()) {
      Mp.process(() -> words.put("hello")).start();
      System.out.println(words.get());
    }
  }

  static void passDataWithAQueue() throws Exception {
    try (Queue<Order> orders = Mp.queue()) {
      Process clerk = Mp.process(SharedGuide::serve, orders).start();
      orders.put(new Order("tea", 2));
      orders.put(new Order("milk", 1));
      orders.shutdown();
      clerk.join();
    }
  }

  static void serve(Queue<Order> orders) throws InterruptedException {
    try {
      while (true) {
        Order order = orders.get();
        System.out.println(order.count() + " " + order.what());
      }
    } catch (QueueShutdownException e) {
      System.out.println("no more orders");
    }
  }

  static void doNotWaitForEver(Queue<Order> orders) throws Exception {
    try {
      Order order = orders.get(Duration.ofSeconds(1));
    } catch (Empty e) {
      System.out.println("no order for a second");
    }
  }

  static void waitUntilAllIsDone() throws Exception {
    try (JoinableQueue<Order> orders = Mp.joinableQueue()) {
      Mp.process(SharedGuide::serveForEver, orders).setDaemon(true).start();
      orders.put(new Order("tea", 2));
      orders.put(new Order("milk", 1));
      orders.join();
    }
  }

  static void serveForEver(JoinableQueue<Order> orders) throws InterruptedException {
    while (true) {
      Order order = orders.get();
      System.out.println(order.count() + " " + order.what());
      orders.taskDone();
    }
  }

  static void talkThroughAPipe() throws Exception {
    try (Pipe<String> pipe = Mp.pipe()) {
      Process echo = Mp.process(SharedGuide::shout, pipe.child()).start();
      pipe.child().close();
      pipe.parent().send("hello");
      System.out.println(pipe.parent().recv());
      pipe.parent().close();
      echo.join();
    }
  }

  static void shout(Connection<String> end) throws InterruptedException {
    try (end) {
      while (true) {
        end.send(end.recv().toUpperCase(Locale.ROOT));
      }
    } catch (EOFException e) {
      System.out.println("nobody is left to talk to");
    }
  }

  static void waitForSeveralThings(List<Connection<String>> connections) throws Exception {
    List<Connection<String>> open = new ArrayList<>(connections);
    while (!open.isEmpty()) {
      List<Waitable> ready = Mp.waitAny(open, Duration.ofMinutes(1));
      for (Connection<String> each : List.copyOf(open)) {
        if (ready.contains(each)) {
          printMessage(each, open);
        }
      }
    }
  }

  static void printMessage(Connection<String> connection, List<Connection<String>> open)
      throws InterruptedException {
    try {
      System.out.println(connection.recv());
    } catch (EOFException e) {
      open.remove(connection);
    }
  }

  static void waitForTheFirstToEnd(Process first, Process second) throws Exception {
    List<Waitable> ended = Mp.waitAny(first.sentinel(), second.sentinel());
    if (ended.contains(first.sentinel())) {
      System.out.println(first.name() + " has ended");
    }
  }

  static void transfer(LongArray accounts, Lock lock) throws InterruptedException {
    try (Held held = lock.hold()) {
      accounts.getAndAdd(0, -100);
      accounts.getAndAdd(1, 100);
    }
  }

  static void transferAfterACrash(LongArray accounts, Lock lock) throws InterruptedException {
    try (Held held = lock.hold()) {
      if (lock.wasAbandoned()) {
        repair(accounts);
      }
      accounts.getAndAdd(0, -100);
      accounts.getAndAdd(1, 100);
    }
  }

  static void repair(LongArray accounts) {
    accounts.set(1, -accounts.getAsLong(0));
  }

  static void download(Semaphore seats) throws InterruptedException {
    seats.acquire();
    try {
      fetch();
    } finally {
      seats.release();
    }
  }

  static void fetch() {}

  static void take(Condition changed, IntValue stock) throws InterruptedException {
    try (Held held = changed.getLock().hold()) {
      changed.awaitFor(() -> stock.getAsInt() > 0);
      stock.getAndAdd(-1);
    }
  }

  static void deliver(Condition changed, IntValue stock) throws InterruptedException {
    try (Held held = changed.getLock().hold()) {
      stock.getAndAdd(1);
      changed.signal();
    }
  }

  static void startTogether(Event go, Barrier line) throws Exception {
    go.await();
    fetch();
    line.await();
  }

  static void shareNumbers() throws Exception {
    try (LongValue bytes = Mp.value(0L);
        LongArray perLevel = Mp.longArray(10);
        Pool pool = Mp.pool(2)) {
      pool.map(
          level -> {
            bytes.getAndAdd(1000);
            return perLevel.getAndAdd(level, 1);
          },
          List.of(1, 2, 2, 3));
      System.out.println(bytes.getAsLong() + " " + perLevel.getAsLong(2));
    }
  }

  static void changeByAFunction(LongValue peak, long seen) {
    peak.update(highest -> Math.max(highest, seen));
  }

  static void shareABlock() throws Exception {
    try (SharedMemory block = Mp.sharedMemory("picture", 1 << 20)) {
      block.buffer().putInt(0, 42);
      Mp.process(SharedGuide::look, "picture").start().join();
    }
  }

  static void look(String name) {
    try (SharedMemory block = Mp.openSharedMemory(name)) {
      System.out.println(block.buffer().getInt(0));
    }
  }

  static void shareAList() throws Exception {
    try (ShareableList settings = Mp.shareableList(List.of("red", 3, true))) {
      Mp.process(() -> settings.set(1, 4)).start().join();
      System.out.println(settings);
    }
  }

  static void runTheSameOnThreads() throws Exception {
    List<Integer> byAProcess = lengthsOf(Mp.context(), List.of("hello"));
    List<Integer> byAThread = lengthsOf(Mp.threads(), List.of("hello"));
    if (!byAProcess.equals(byAThread)) {
      throw new AssertionError(byAProcess + " is not " + byAThread);
    }
  }

  static List<Integer> lengthsOf(Context context, List<String> words) throws Exception {
    try (Queue<String> work = context.queue();
        Queue<Integer> lengths = context.queue()) {
      Process counter =
          context.process((from, to) -> to.put(from.get().length()), work, lengths).start();
      work.put(words.get(0));
      counter.join();
      return List.of(lengths.get());
    }
  }
}
