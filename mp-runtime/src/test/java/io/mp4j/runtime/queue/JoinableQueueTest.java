package io.mp4j.runtime.queue;

import static io.mp4j.runtime.TestContext.mp;
import static io.mp4j.runtime.TestContext.smallMp;
import static io.mp4j.runtime.TestContext.smallPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.AsyncResult;
import io.mp4j.Full;
import io.mp4j.JoinableQueue;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.Queue;
import io.mp4j.SerializationException;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.Stopwatch;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import io.mp4j.runtime.TestTargets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The count of unfinished tasks; all else is a queue's. */
@Timeout(60)
class JoinableQueueTest {
  private static final Duration SHORT = Duration.ofMillis(120);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Pool others;

  @BeforeAll
  static void open() {
    others = smallPool(2);
  }

  @AfterAll
  static void close() {
    others.close();
  }

  @Test
  @DisplayName("32 _TestQueue.test_task_done")
  void shouldJoinWhenAllIsWorkedOff() throws Exception {
    try (JoinableQueue<Integer> queue = mp().joinableQueue();
        Queue<Integer> workedOff = mp().queue()) {
      List<AsyncResult<Void>> workers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        workers.add(
            others.applyAsync(
                () -> {
                  Background<Void> second = Background.run(() -> work(queue, workedOff));
                  work(queue, workedOff);
                  second.result();
                }));
      }
      for (int i = 0; i < 40; i++) {
        queue.put(i);
      }
      queue.join();
      assertThat(workedOff.size()).isEqualTo(40);
      for (int i = 0; i < 4; i++) {
        queue.put(-1);
      }
      for (AsyncResult<Void> worker : workers) {
        worker.result(PATIENCE);
      }
      assertThat(queue.join(Duration.ZERO)).isTrue();
    }
  }

  private static void work(JoinableQueue<Integer> queue, Queue<Integer> workedOff)
      throws InterruptedException {
    for (int task = queue.get(); task >= 0; task = queue.get()) {
      Thread.sleep(5);
      workedOff.put(task);
      queue.taskDone();
    }
    queue.taskDone();
  }

  @Test
  void shouldNotWaitWhenThereIsNothingToDo() throws Exception {
    try (JoinableQueue<Integer> queue = mp().joinableQueue()) {
      queue.join();
      assertThat(queue.join(PATIENCE)).isTrue();
      assertThat(queue.join(Duration.ZERO)).isTrue();
    }
  }

  @Test
  void shouldSayWhetherTimeWasUp() throws Exception {
    try (JoinableQueue<Integer> queue = mp().joinableQueue()) {
      queue.put(1);
      Stopwatch watch = Stopwatch.start();
      assertThat(queue.join(SHORT)).isFalse();
      watch.assertWaited(SHORT);
      assertThat(queue.join(Duration.ZERO)).isFalse();
      assertThat(queue.join(SHORT.negated())).isFalse();
      queue.get();
      assertThat(queue.join(SHORT)).isFalse();
      queue.taskDone();
      assertThat(queue.join(Duration.ZERO)).isTrue();
      queue.put(2);
      Background<Boolean> forEver =
          Background.compute(() -> queue.join(Duration.ofSeconds(Long.MAX_VALUE))).awaitBlocked();
      queue.taskDone();
      assertThat(forEver.result()).isTrue();
    }
  }

  @Test
  void shouldRefuseToBeDoneMoreOftenThanThereAreTasks() throws Exception {
    try (JoinableQueue<Integer> queue = mp().joinableQueue()) {
      assertThatThrownBy(queue::taskDone)
          .isInstanceOf(IllegalStateException.class)
          .isNotInstanceOf(Full.class);
      queue.put(1);
      others.apply(() -> queue.taskDone());
      assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalStateException.class);
      assertThat(queue.join(Duration.ZERO)).isTrue();
      queue.put(2);
      assertThat(queue.join(Duration.ZERO)).isFalse();
    }
  }

  @Test
  void shouldWakeAllWhoJoin() throws Exception {
    try (JoinableQueue<Integer> queue = mp().joinableQueue()) {
      queue.put(1);
      queue.put(2);
      List<Background<Void>> joins = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        joins.add(Background.run(queue::join));
      }
      AsyncResult<Boolean> remote = others.applyAsync(() -> queue.join(PATIENCE));
      joins.forEach(Background::awaitBlocked);
      queue.taskDone();
      assertThat(joins).noneMatch(Background::isDone);
      assertThat(remote.isDone()).isFalse();
      queue.taskDone();
      for (Background<Void> join : joins) {
        join.result();
      }
      assertThat(remote.result(PATIENCE)).isTrue();
    }
  }

  @ProcessesOnly("all passes by reference")
  @Test
  void shouldNotCountWhatWasNotPut() throws Exception {
    try (JoinableQueue<Object> queue = mp().joinableQueue(1)) {
      assertThatThrownBy(() -> queue.put(new Object[] {Thread.currentThread()}))
          .isInstanceOf(SerializationException.class);
      assertThatThrownBy(() -> queue.put(null)).isInstanceOf(NullPointerException.class);
      assertThat(queue.join(Duration.ZERO)).isTrue();
      queue.put(1);
      assertThatThrownBy(() -> queue.putNow(2)).isInstanceOf(Full.class);
      assertThat(queue.offer(2)).isFalse();
      assertThatThrownBy(() -> queue.put(2, SHORT)).isInstanceOf(Full.class);
      Background<Void> blocked = Background.run(() -> queue.put(2)).awaitBlocked();
      blocked.interrupt();
      assertThat(blocked.failure()).isInstanceOf(InterruptedException.class);
      queue.taskDone();
      assertThat(queue.join(Duration.ZERO)).isTrue();
    }
  }

  @Test
  void shouldCountWhatTheVerbsOfTheJdkPut() throws Exception {
    try (JoinableQueue<Integer> queue = mp().joinableQueue()) {
      queue.add(1);
      queue.offer(2);
      queue.addAll(List.of(3, 4));
      queue.putNow(5);
      queue.put(6, PATIENCE);
      assertThat(queue.drainTo(new ArrayList<>())).isEqualTo(6);
      for (int i = 0; i < 6; i++) {
        assertThat(queue.join(Duration.ZERO)).isFalse();
        queue.taskDone();
      }
      assertThat(queue.join(Duration.ZERO)).isTrue();
      assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void shouldLetOthersNoticeATaskWhoseConsumerDied() throws Exception {
    try (JoinableQueue<Integer> queue = mp().joinableQueue();
        Queue<String> news = mp().queue()) {
      Process consumer =
          smallMp()
              .process(
                  () -> {
                    queue.get();
                    news.put("taken");
                    TestTargets.sleep();
                  })
              .start();
      queue.put(1);
      queue.put(2);
      assertThat(news.get(PATIENCE)).isEqualTo("taken");
      consumer.kill();
      consumer.join();
      assertThat(queue.get()).isEqualTo(2);
      queue.taskDone();
      assertThat(queue.join(SHORT)).isFalse();
      queue.taskDone();
      assertThat(queue.join(SHORT)).isTrue();
    }
  }
}
