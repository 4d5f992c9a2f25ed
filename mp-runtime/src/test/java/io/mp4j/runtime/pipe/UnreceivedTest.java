package io.mp4j.runtime.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.AsyncResult;
import io.mp4j.Connection;
import io.mp4j.Duplex;
import io.mp4j.Mp;
import io.mp4j.Pipe;
import io.mp4j.Pool;
import io.mp4j.Queue;
import io.mp4j.runtime.SharedTest;
import io.mp4j.runtime.TestChild;
import io.mp4j.runtime.TestTargets;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A message holds what it carries: the other end of a pipe in one sees no end while somebody may
 * receive it, and sees one when nobody will.
 */
@Timeout(60)
class UnreceivedTest extends SharedTest {
  /** The reading end of a pipe, whose only writing end goes where a test sends it. */
  private static Connection<String> readerOfOneSent(Destination destination) throws Exception {
    Pipe<String> pipe = Mp.pipe(Duplex.OFF);
    destination.send(pipe.child());
    pipe.child().close();
    return pipe.parent();
  }

  /** Sends a writing end somewhere. */
  private interface Destination {
    void send(Connection<String> writer) throws Exception;
  }

  private static void assertEnds(Connection<String> reader) {
    assertThatThrownBy(reader::recv).isInstanceOf(EOFException.class);
  }

  @Test
  void shouldEndWhenTheQueueIsClosed() throws Exception {
    Queue<Object> queue = Mp.queue();
    Connection<String> reader = keep(readerOfOneSent(queue::put));
    assertThat(reader.poll(SHORT)).isFalse();
    queue.close();
    assertEnds(reader);
  }

  @Test
  void shouldEndWhenTheLastHolderOfTheQueueIsKilled() throws Exception {
    TestChild receiver = startChild();
    Connection<String> reader;
    try (Queue<Object> queue = Mp.queue()) {
      reader = keep(readerOfOneSent(queue::put));
      receiver.call(() -> keepThere(queue));
    }
    assertThat(reader.poll(SHORT)).isFalse();
    receiver.kill();
    assertEnds(reader);
  }

  /** What a child keeps. */
  private static final class Kept {
    static final List<Queue<Object>> QUEUES = new ArrayList<>();
  }

  private static void keepThere(Queue<Object> queue) {
    Kept.QUEUES.add(queue);
  }

  @Test
  void shouldEndWhenTheQueueDropsItsItems() throws Exception {
    Queue<Object> queue = keep(Mp.queue());
    Connection<String> reader = keep(readerOfOneSent(queue::put));
    queue.shutdown(true);
    assertEnds(reader);
  }

  @Test
  void shouldEndWhenAMessageInADroppedMessageCarriesIt() throws Exception {
    Queue<Object> outer = Mp.queue();
    Queue<Object> inner = Mp.queue();
    Connection<String> reader = keep(readerOfOneSent(inner::put));
    outer.put(List.of(inner));
    inner.close();
    assertThat(reader.poll(SHORT)).isFalse();
    outer.close();
    assertEnds(reader);
  }

  @Test
  void shouldEndWhenOnlyTheBytesOfTheMessageWereReceived() throws Exception {
    Pipe<Object> pipe = Mp.pipe();
    keep(pipe.parent());
    keep(pipe.child());
    Connection<String> reader = keep(readerOfOneSent(pipe.parent()::send));
    assertThat(reader.poll(SHORT)).isFalse();
    assertThat(pipe.child().recvBytes()).isNotEmpty();
    assertEnds(reader);
  }

  @Test
  void shouldEndWhenTheMessageCannotBeSent() throws Exception {
    Queue<Object> full = keep(Mp.queue(1));
    full.put("first");
    Connection<String> reader = keep(readerOfOneSent(writer -> full.offer(writer)));
    assertEnds(reader);
  }

  @Test
  void shouldEndWhenTheSenderIsKilledBeforeThereWasRoom() throws Exception {
    Queue<Object> full = keep(Mp.queue(1));
    full.put("first");
    TestChild sender = startChild();
    Connection<String> reader =
        keep(readerOfOneSent(writer -> sender.begin(() -> full.put(writer))));
    sender.call(() -> System.gc());
    assertThat(reader.poll(SHORT)).isFalse();
    sender.kill();
    assertEnds(reader);
  }

  @Test
  void shouldNotEndWhileTheMessageIsOnlyLookedAt() throws Exception {
    Queue<Object> queue = keep(Mp.queue());
    Connection<String> reader = keep(readerOfOneSent(queue::put));
    for (int i = 0; i < 3; i++) {
      ((Connection<?>) queue.peek()).close();
      queue.iterator().forEachRemaining(item -> ((Connection<?>) item).close());
    }
    assertThat(reader.poll(SHORT)).isFalse();
    @SuppressWarnings("unchecked") // it was put
    Connection<String> writer = (Connection<String>) queue.get();
    writer.send("still there");
    writer.close();
    assertThat(reader.recv()).isEqualTo("still there");
    assertEnds(reader);
  }

  @Test
  void shouldArriveFromASenderThatHasEnded() throws Exception {
    try (Queue<Connection<String>> queue = Mp.queue()) {
      TestTargets.small().process(UnreceivedTest::sendAnEnd, queue).start().join();
      try (Connection<String> reader = queue.get()) {
        assertThat(reader.recv()).isEqualTo("sent before");
        assertEnds(reader);
      }
    }
  }

  private static void sendAnEnd(Queue<Connection<String>> queue) throws InterruptedException {
    Pipe<String> pipe = Mp.pipe(Duplex.OFF);
    pipe.child().send("sent before");
    queue.put(pipe.parent());
  }

  @Test
  void shouldArriveAsTheResultOfATaskWhoseWorkerHasEnded() throws Exception {
    AsyncResult<Connection<String>> result;
    try (Pool pool = TestTargets.small().pool(1)) {
      result = pool.applyAsync(UnreceivedTest::endWithAMessage);
    }
    try (Connection<String> reader = result.result()) {
      assertThat(reader.recv()).isEqualTo("from the worker");
      assertEnds(reader);
    }
  }

  private static Connection<String> endWithAMessage() throws InterruptedException {
    Pipe<String> pipe = Mp.pipe(Duplex.OFF);
    pipe.child().send("from the worker");
    return pipe.parent();
  }

  @Test
  void shouldEndWhenNobodyWantsTheResultAnyMore() throws Exception {
    try (Pool pool = TestTargets.small().pool(1);
        Queue<String> go = Mp.queue()) {
      Pipe<String> pipe = Mp.pipe(Duplex.OFF);
      Connection<String> reader = keep(pipe.parent());
      Connection<String> writer = pipe.child();
      AsyncResult<?> result = pool.applyAsync(() -> giveBack(go, writer));
      assertThat(result.cancel(false)).isTrue();
      go.put("go");
      writer.close();
      pool.apply(() -> System.gc());
      assertThatThrownBy(result::result).isInstanceOf(CancellationException.class);
      patiently()
          .untilAsserted(
              () -> {
                System.gc(); // nobody closes what nobody has got
                pool.apply(() -> System.gc());
                assertThat(reader.poll()).isTrue();
              });
      assertEnds(reader);
    }
  }

  private static Object giveBack(Queue<String> go, Connection<String> writer)
      throws InterruptedException {
    String unused = go.get();
    return writer;
  }
}
