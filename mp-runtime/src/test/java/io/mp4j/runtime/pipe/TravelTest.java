package io.mp4j.runtime.pipe;

import static io.mp4j.runtime.Children.check;
import static io.mp4j.runtime.Children.joinWell;
import static io.mp4j.runtime.Children.runWell;
import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Array;
import io.mp4j.AsyncResult;
import io.mp4j.Barrier;
import io.mp4j.ByteArray;
import io.mp4j.Condition;
import io.mp4j.Connection;
import io.mp4j.DoubleArray;
import io.mp4j.DoubleValue;
import io.mp4j.Duplex;
import io.mp4j.Event;
import io.mp4j.IntArray;
import io.mp4j.IntValue;
import io.mp4j.Lock;
import io.mp4j.LongArray;
import io.mp4j.LongValue;
import io.mp4j.Mp;
import io.mp4j.Pipe;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.Queue;
import io.mp4j.RLock;
import io.mp4j.Semaphore;
import io.mp4j.SerializationException;
import io.mp4j.ShareableList;
import io.mp4j.Shared;
import io.mp4j.SharedMemory;
import io.mp4j.SimpleQueue;
import io.mp4j.Value;
import io.mp4j.runtime.Background;
import java.io.EOFException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shared object, on every way to another process. */
@Timeout(60)
class TravelTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool = small().pool(1);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  /**
   * An object to send, and how this process sees that {@link #touch} has reached it elsewhere. What
   * {@code keeps} holds is closed with it.
   */
  private record Traveller(Shared object, Callable<Boolean> isTouched, List<Shared> keeps)
      implements AutoCloseable {
    static Traveller of(Shared object, Callable<Boolean> isTouched) {
      return new Traveller(object, isTouched, List.of(object));
    }

    void assertTouched() throws Exception {
      assertThat(isTouched.call()).as("%s was reached elsewhere", object).isTrue();
    }

    @Override
    public void close() {
      keeps.forEach(Shared::close);
    }
  }

  /** Makes a traveller; each test makes its own. */
  private interface Maker {
    Traveller make() throws Exception;
  }

  static Stream<Named<Maker>> all() {
    Map<String, Maker> makers = new LinkedHashMap<>();
    makers.put("Queue", () -> queue(Mp.queue()));
    makers.put("Queue with a bound", () -> queue(Mp.queue(3)));
    makers.put("JoinableQueue", () -> queue(Mp.joinableQueue()));
    makers.put("SimpleQueue", TravelTest::simpleQueue);
    makers.put("Connection", () -> connection(Mp.pipe()));
    makers.put("Connection that sends", () -> connection(Mp.pipe(Duplex.OFF)));
    makers.put("Connection that receives", TravelTest::receiver);
    makers.put("Lock", TravelTest::lock);
    makers.put("RLock", TravelTest::rlock);
    makers.put("Semaphore", () -> semaphore(Mp.semaphore(0)));
    makers.put("BoundedSemaphore", TravelTest::boundedSemaphore);
    makers.put("Condition", () -> condition(Mp.condition()));
    makers.put("Condition of a lock", () -> condition(Mp.condition(Mp.lock())));
    makers.put("Event", TravelTest::event);
    makers.put("Barrier", TravelTest::barrier);
    makers.put("IntValue", () -> value(Mp.value(1), 42));
    makers.put("LongValue", () -> value(Mp.value(1L), 42L));
    makers.put("DoubleValue", () -> value(Mp.value(1.0), 42.0));
    makers.put("Value", () -> value(Mp.value(short.class, (short) 1), (short) 42));
    makers.put("Value without lock", () -> value(Mp.rawValue(char.class, 'a'), '*'));
    makers.put("IntArray", () -> array(Mp.intArray(3), 42));
    makers.put("LongArray", () -> array(Mp.longArray(3), 42L));
    makers.put("DoubleArray", () -> array(Mp.doubleArray(3), 42.0));
    makers.put("ByteArray", () -> array(Mp.byteArray(3), (byte) 42));
    makers.put("Array", () -> array(Mp.array(short.class, 3), (short) 42));
    makers.put("Array without lock", () -> array(Mp.rawArray(boolean.class, 3), true));
    makers.put("SharedMemory", TravelTest::sharedMemory);
    makers.put("ShareableList", TravelTest::shareableList);
    return makers.entrySet().stream().map(e -> Named.of(e.getKey(), e.getValue()));
  }

  private static Traveller queue(Queue<Object> queue) {
    return Traveller.of(queue, () -> queue.get(PATIENCE).equals("touched"));
  }

  private static Traveller simpleQueue() {
    SimpleQueue<Object> queue = Mp.simpleQueue();
    return Traveller.of(queue, () -> !queue.isEmpty() && queue.get().equals("touched"));
  }

  private static Traveller connection(Pipe<Object> pipe) {
    return new Traveller(
        pipe.child(),
        () -> pipe.parent().poll(PATIENCE) && pipe.parent().recv().equals("touched"),
        List.of(pipe.parent(), pipe.child()));
  }

  private static Traveller receiver() throws InterruptedException {
    Pipe<Object> pipe = Mp.pipe(Duplex.OFF);
    pipe.writer().send("to be received");
    return new Traveller(
        pipe.reader(), () -> !pipe.reader().poll(), List.of(pipe.reader(), pipe.writer()));
  }

  private static Traveller lock() throws InterruptedException {
    Lock lock = Mp.lock();
    lock.lock();
    return Traveller.of(lock, () -> !lock.isLocked() && lock.tryLock());
  }

  private static Traveller rlock() {
    RLock lock = Mp.rlock();
    return Traveller.of(lock, () -> lock.isLocked() && !lock.isHeldByCurrentThread());
  }

  private static Traveller semaphore(Semaphore semaphore) {
    return Traveller.of(semaphore, semaphore::tryAcquire);
  }

  private static Traveller boundedSemaphore() throws InterruptedException {
    Semaphore semaphore = Mp.boundedSemaphore(1);
    semaphore.acquire();
    return semaphore(semaphore);
  }

  /** A thread waits for it from before it leaves; a wake-up without reason is not expected. */
  @SuppressWarnings("WaitNotInLoop")
  private static Traveller condition(Condition condition) throws InterruptedException {
    Lock lock = condition.getLock();
    CountDownLatch holdsTheLock = new CountDownLatch(1);
    Background<Boolean> waiter =
        Background.compute(
            () -> {
              lock.lockInterruptibly();
              try {
                holdsTheLock.countDown();
                return condition.await(PATIENCE);
              } finally {
                lock.unlock();
              }
            });
    holdsTheLock.await();
    lock.lockInterruptibly();
    lock.unlock();
    return new Traveller(condition, waiter::result, List.of(condition, lock));
  }

  private static Traveller event() {
    Event event = Mp.event();
    return Traveller.of(event, event::isSet);
  }

  private static Traveller barrier() {
    Barrier barrier = Mp.barrier(2);
    return Traveller.of(barrier, barrier::isBroken);
  }

  private static <T> Traveller value(Value<T> value, T touched) {
    return Traveller.of(value, () -> value.get().equals(touched));
  }

  private static <T> Traveller array(Array<T> array, T touched) {
    return Traveller.of(array, () -> array.length() == 3 && array.get(1).equals(touched));
  }

  private static Traveller sharedMemory() {
    SharedMemory memory = Mp.sharedMemory(100);
    return Traveller.of(memory, () -> memory.buffer().get(99) == 42);
  }

  private static Traveller shareableList() {
    ShareableList list = Mp.shareableList(List.of("before.", 1));
    return Traveller.of(list, () -> list.equals(List.of("touched", 1L)));
  }

  /** Runs in another process. */
  private static void touch(Shared object) throws Exception {
    if (object instanceof Queue<?> queue) {
      cast(queue).put("touched");
    } else if (object instanceof SimpleQueue<?> queue) {
      cast(queue).put("touched");
    } else if (object instanceof Connection<?> end) {
      touchEnd(end);
    } else if (object instanceof RLock lock) {
      lock.lockInterruptibly(); // for as long as this process lives
    } else if (object instanceof Lock lock) {
      check(!lock.tryLock(), "the lock is free here");
      lock.unlock();
    } else if (object instanceof Semaphore semaphore) {
      semaphore.release();
    } else if (object instanceof Condition condition) {
      condition.getLock().lockInterruptibly();
      condition.signalAll();
      condition.getLock().unlock();
    } else if (object instanceof Event event) {
      event.set();
    } else if (object instanceof Barrier barrier) {
      barrier.abort();
    } else if (object instanceof Value<?> value) {
      touchValue(value);
    } else if (object instanceof Array<?> array) {
      touchArray(array);
    } else if (object instanceof SharedMemory memory) {
      memory.buffer().put(99, (byte) 42);
    } else if (object instanceof ShareableList list) {
      list.set(0, "touched");
    } else {
      throw new AssertionError("what is this? " + object.getClass());
    }
  }

  @SuppressWarnings("unchecked")
  private static Queue<Object> cast(Queue<?> queue) {
    return (Queue<Object>) queue;
  }

  @SuppressWarnings("unchecked")
  private static SimpleQueue<Object> cast(SimpleQueue<?> queue) {
    return (SimpleQueue<Object>) queue;
  }

  @SuppressWarnings("unchecked")
  private static void touchEnd(Connection<?> end) throws Exception {
    if (end.isWritable()) {
      ((Connection<Object>) end).send("touched");
    } else {
      check(end.recv().equals("to be received"), "the message is lost");
    }
  }

  @SuppressWarnings("unchecked")
  private static void touchValue(Value<?> value) {
    if (value instanceof IntValue ofInt) {
      ofInt.getAndAdd(41);
    } else if (value instanceof LongValue ofLong) {
      ofLong.getAndAdd(41);
    } else if (value instanceof DoubleValue ofDouble) {
      ofDouble.getAndAdd(41);
    } else if (value.get() instanceof Short) {
      ((Value<Short>) value).set((short) 42);
    } else {
      ((Value<Character>) value).set('*');
    }
  }

  @SuppressWarnings("unchecked")
  private static void touchArray(Array<?> array) {
    if (array instanceof IntArray ofInt) {
      ofInt.set(1, 42);
    } else if (array instanceof LongArray ofLong) {
      ofLong.set(1, 42);
    } else if (array instanceof DoubleArray ofDouble) {
      ofDouble.set(1, 42);
    } else if (array instanceof ByteArray ofByte) {
      ofByte.set(1, (byte) 42);
    } else if (array.get(1) instanceof Short) {
      ((Array<Short>) array).set(1, (short) 42);
    } else {
      ((Array<Boolean>) array).set(1, true);
    }
  }

  private static int touchAndCount(Shared object) throws Exception {
    touch(object);
    return 1;
  }

  // --- the ways ----------------------------------------------------------------------------------

  @ParameterizedTest
  @MethodSource("all")
  void shouldTravelAsAnArgument(Maker maker) throws Exception {
    try (Traveller traveller = maker.make()) {
      assertThat(pool.apply(TravelTest::touchAndCount, traveller.object())).isEqualTo(1);
      traveller.assertTouched();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldTravelCapturedByALambda(Maker maker) throws Exception {
    try (Traveller traveller = maker.make()) {
      Shared captured = traveller.object();
      pool.apply(() -> touch(captured));
      traveller.assertTouched();
    }
  }

  /** In what a user's class holds, twice, and closed when it is done with. */
  record Order(String text, Optional<Shared> shared, Object[] more) {}

  @ParameterizedTest
  @MethodSource("all")
  void shouldTravelInAFieldOfARecord(Maker maker) throws Exception {
    try (Traveller traveller = maker.make()) {
      Shared object = traveller.object();
      Order order = new Order("touch it", Optional.of(object), new Object[] {object});
      pool.apply(
          () -> {
            check(order.more()[0] == order.shared().orElseThrow(), "one became two");
            touch(order.shared().orElseThrow());
          });
      traveller.assertTouched();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldTravelThroughAQueue(Maker maker) throws Exception {
    try (Traveller traveller = maker.make();
        Queue<Map<String, Shared>> queue = Mp.queue()) {
      queue.put(Map.of("inside", traveller.object()));
      pool.apply(() -> touch(queue.get().get("inside")));
      traveller.assertTouched();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldTravelThroughAPipe(Maker maker) throws Exception {
    try (Traveller traveller = maker.make();
        Pipe<Shared> pipe = Mp.pipe(Duplex.OFF)) {
      Connection<Shared> reader = pipe.reader();
      pipe.writer().send(traveller.object());
      pool.apply(() -> touch(reader.recv()));
      traveller.assertTouched();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldComeBackAsTheResultOfATask(Maker maker) throws Exception {
    try (Traveller traveller = maker.make()) {
      Shared back = pool.apply(object -> object, traveller.object());
      assertThat(back).isNotSameAs(traveller.object());
      Shared again = pool.apply(object -> object, back);
      back.close();
      pool.apply(() -> touch(again));
      again.close();
      assertThat(traveller.object().isClosed()).isFalse();
      traveller.assertTouched();
    }
  }

  @Test
  void shouldTravelAsItemsOfAMap() throws Exception {
    List<Traveller> travellers = makeAll();
    List<Shared> objects = travellers.stream().map(Traveller::object).toList();
    assertThat(pool.map(TravelTest::touchAndCount, objects))
        .hasSize(objects.size())
        .containsOnly(1);
    assertTouchedAndClose(travellers);
  }

  @Test
  void shouldTravelInACollectionAsTheArgumentOfAProcess() throws Exception {
    List<Traveller> travellers = makeAll();
    List<Shared> objects = travellers.stream().map(Traveller::object).toList();
    try (Pipe<String> pipe = Mp.pipe()) {
      Process child = small().process(TravelTest::touchAllAndStay, objects, pipe.child()).start();
      assertThat(pipe.parent().recv()).isEqualTo("touched");
      assertTouchedAndClose(travellers);
      pipe.parent().send("end");
      joinWell(child);
    }
  }

  /** As long as this process lives it keeps the locks that it holds. */
  private static void touchAllAndStay(List<? extends Shared> objects, Connection<String> end)
      throws Exception {
    for (Shared object : objects) {
      touch(object);
    }
    end.send("touched");
    end.recv();
  }

  @Test
  void shouldGoOnToAGrandchild() throws Exception {
    List<Traveller> travellers = makeAll();
    List<Shared> objects = travellers.stream().map(Traveller::object).toList();
    try (Pipe<String> pipe = Mp.pipe()) {
      Connection<String> end = pipe.child();
      AsyncResult<Void> child = pool.applyAsync(() -> runWell(() -> touchAllAndStay(objects, end)));
      assertThat(pipe.parent().recv()).isEqualTo("touched");
      assertTouchedAndClose(travellers);
      pipe.parent().send("end");
      child.result(PATIENCE);
    }
  }

  @Test
  void shouldComeFromAWorkerThatMadeThem() throws Exception {
    Queue<String> queue =
        pool.apply(
            () -> {
              Queue<String> made = Mp.queue();
              made.put("from the maker");
              return made;
            });
    List<IntValue> values = pool.map(i -> Mp.value(i * i), List.of(1, 2, 3));
    List<Lock> locks =
        pool.apply(
            () -> {
              Lock lock = Mp.lock();
              lock.lock();
              return List.of(lock, Mp.lock());
            });
    Pipe<String> pipe = pool.apply(() -> Mp.<String>pipe());
    pool.apply(System::gc);
    assertThat(queue.getNow()).isEqualTo("from the maker");
    assertThat(values).extracting(IntValue::getAsInt).containsExactly(1, 4, 9);
    assertThat(locks).extracting(Lock::isLocked).containsExactly(true, false);
    pipe.parent().send("along");
    assertThat(pipe.child().recv()).isEqualTo("along");

    pool.apply(() -> values.forEach(value -> value.getAndAdd(100)));
    assertThat(values).extracting(IntValue::getAsInt).containsExactly(101, 104, 109);
    queue.close();
    pipe.close();
    values.forEach(Shared::close);
    locks.forEach(Shared::close);
  }

  @Test
  @DisplayName("133 _TestPicklingConnections.test_pickling")
  void shouldSendConnectionsAndRefuseSockets() throws Exception {
    Pipe<Object> letters = Mp.pipe();
    Process child = small().process(TravelTest::answerOverWhatComes, letters.child()).start();
    letters.child().close();
    try (Connection<Object> mine = letters.parent();
        Socket socket = new Socket();
        SocketChannel channel = SocketChannel.open()) {
      for (String text : List.of("hello", "world")) {
        Pipe<Object> conversation = Mp.pipe();
        mine.send(conversation.child());
        conversation.child().close();
        try (Connection<Object> here = conversation.parent()) {
          here.send(text);
          assertThat(here.recv()).isEqualTo(text.toUpperCase(Locale.ROOT));
          assertThatThrownBy(here::recv).isInstanceOf(EOFException.class);
        }
      }
      assertThatThrownBy(() -> mine.send(socket)).isInstanceOf(SerializationException.class);
      assertThatThrownBy(() -> mine.send(channel)).isInstanceOf(SerializationException.class);
    }
    joinWell(child);
  }

  private static void answerOverWhatComes(Connection<Object> letters) throws Exception {
    while (true) {
      Object letter;
      try {
        letter = letters.recv();
      } catch (EOFException end) {
        return;
      }
      @SuppressWarnings("unchecked")
      Connection<Object> conversation = (Connection<Object>) letter;
      try (conversation) {
        conversation.send(conversation.recv().toString().toUpperCase(Locale.ROOT));
      }
    }
  }

  @Test
  @DisplayName("134 _TestPicklingConnections.test_access")
  void shouldSendAWriterAndAReader() throws Exception {
    Pipe<Connection<String>> letters = Mp.pipe();
    Process child = small().process(TravelTest::useWriterThenReader, letters.child()).start();
    letters.child().close();
    try (Connection<Connection<String>> mine = letters.parent()) {
      Pipe<String> first = Mp.pipe(Duplex.OFF);
      mine.send(first.writer());
      first.writer().close();
      assertThat(first.reader().recv()).isEqualTo("from the child");
      assertThatThrownBy(first.reader()::recv).isInstanceOf(EOFException.class);
      first.close();
      Pipe<String> second = Mp.pipe(Duplex.OFF);
      mine.send(second.reader());
      second.reader().close();
      second.writer().send("from the parent");
      second.close();
      joinWell(child);
    }
  }

  private static void useWriterThenReader(Connection<Connection<String>> letters) throws Exception {
    try (Connection<String> writer = letters.recv()) {
      check(writer.isWritable() && !writer.isReadable(), "this is no writer");
      writer.send("from the child");
    }
    try (Connection<String> reader = letters.recv()) {
      check(reader.isReadable() && !reader.isWritable(), "this is no reader");
      check(reader.recv().equals("from the parent"), "another message");
    }
  }

  @Test
  void shouldNotTravelOnceClosed() throws Exception {
    try (Queue<Object> queue = Mp.queue()) {
      for (Traveller traveller : makeAll()) {
        traveller.close();
        assertThatThrownBy(() -> queue.put(traveller.object()))
            .as(traveller.object().toString())
            .isInstanceOfAny(IllegalStateException.class, SerializationException.class)
            .hasMessageContaining("closed");
      }
      assertThat(queue.isEmpty()).isTrue();
    }
  }

  private static List<Traveller> makeAll() throws Exception {
    List<Traveller> travellers = new ArrayList<>();
    for (Named<Maker> maker : all().toList()) {
      travellers.add(maker.getPayload().make());
    }
    return travellers;
  }

  private static void assertTouchedAndClose(List<Traveller> travellers) throws Exception {
    for (Traveller traveller : travellers) {
      try (traveller) {
        traveller.assertTouched();
      }
    }
  }
}
