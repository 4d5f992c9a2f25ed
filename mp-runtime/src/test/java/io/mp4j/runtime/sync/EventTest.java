package io.mp4j.runtime.sync;

import static io.mp4j.runtime.TestContext.mp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Event;
import io.mp4j.IntValue;
import io.mp4j.function.Function1;
import io.mp4j.runtime.Place;
import io.mp4j.runtime.SharedTest;
import io.mp4j.runtime.TestContext.ProcessesOnly;
import io.mp4j.runtime.TestTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events. */
class EventTest extends SharedTest {
  private static final Duration AGES = Duration.ofSeconds(Long.MAX_VALUE);

  private Event make() {
    return keep(mp().event());
  }

  private static boolean awaitSet(Event event) throws InterruptedException {
    event.await();
    return true;
  }

  private static List<TestTask<Boolean>> waiters(Event event) throws Exception {
    List<TestTask<Boolean>> waiters = new ArrayList<>();
    for (Place place : List.of(here, child, here, child, here)) {
      waiters.add(place.begin(() -> awaitSet(event) && event.await(AGES)));
    }
    waiters.forEach(TestTask::awaitBlocked);
    return waiters;
  }

  // --- Python's scenarios ------------------------------------------------------------------------
  @ParameterizedTest
  @MethodSource("places")
  @DisplayName("51 _TestEvent.test_event")
  void shouldLetThroughWhileItIsSet(Place place) throws Exception {
    Event event = make();
    place.call(
        () -> {
          assertThat(event.isSet()).isFalse();
          assertTakesNoTime(
              () -> {
                assertThat(event.await(Duration.ZERO)).isFalse();
                assertThat(event.await(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
              });
          assertTakes(SHORT, () -> assertThat(event.await(SHORT)).isFalse());
        });
    event.set();
    place.call(
        () -> {
          assertThat(event.isSet()).isTrue();
          event.await();
          assertTakesNoTime(
              () -> {
                assertThat(event.await(LONG)).isTrue();
                assertThat(event.await(Duration.ZERO)).isTrue();
                assertThat(event.await(Duration.ofSeconds(-1))).isTrue();
              });
          assertThat(event.isSet()).isTrue();
          event.clear();
        });
    assertThat(event.isSet()).isFalse();
    TestTask<Boolean> waiter = place.begin(() -> awaitSet(event)).awaitBlocked();
    child.call(() -> event.set());
    assertThat(waiter.get()).isTrue();
  }

  @Test
  @DisplayName("52 _TestEvent.test_repr")
  void shouldSayInItsTextWhetherItIsSet() throws Exception {
    Event event = make();
    assertThat(event.toString()).containsPattern("\\bunset\\b");
    child.call(() -> event.set());
    assertThat(event.toString()).containsPattern("\\bset\\b").doesNotContain("unset");
    event.clear();
    assertThat(event.toString()).containsPattern("\\bunset\\b");
  }

  // --- what Python's suite checks of the events of threads ---------------------------------------
  @Test
  void shouldBeSetOrNotHoweverOftenItIsSaid() throws Exception {
    Event event = make();
    for (int i = 0; i < 2; i++) {
      event.set();
      assertThat(event.isSet()).isTrue();
      child.call(() -> event.set());
      assertThat(event.isSet()).isTrue();
      event.clear();
      assertThat(event.isSet()).isFalse();
      child.call(() -> event.clear());
      assertThat(event.isSet()).isFalse();
    }
  }

  @Test
  void shouldWakeAllWhoWaitTimeAndAgain() throws Exception {
    Event event = make();
    for (int i = 0; i < 2; i++) {
      List<TestTask<Boolean>> waiters = waiters(event);
      assertThat(waiters).noneMatch(TestTask::isDone);
      places().get(i).call(() -> event.set());
      for (TestTask<Boolean> waiter : waiters) {
        assertThat(waiter.get()).isTrue();
      }
      event.clear();
    }
  }

  @Test
  void shouldWakeAllWhoWaitThoughItIsClearedAtOnce() throws Exception {
    Event event = make();
    List<TestTask<Boolean>> waiters = new ArrayList<>();
    for (Place place : List.of(here, child, here, child, here, child)) {
      Function1<Event, Boolean> way = waiters.size() < 3 ? EventTest::awaitSet : e -> e.await(LONG);
      waiters.add(place.begin(way.bind(event)));
    }
    waiters.forEach(TestTask::awaitBlocked);
    event.set();
    event.clear();
    for (TestTask<Boolean> waiter : waiters) {
      assertThat(waiter.get()).isTrue();
    }
    assertThat(event.isSet()).isFalse();
    assertThat(child.<Boolean>call(() -> event.await(SHORT))).isFalse();
  }

  @Test
  void shouldMissNoneOfManySets() throws Exception {
    Event ping = make();
    Event pong = make();
    IntValue count = keep((IntValue) mp().rawValue(int.class, 0));
    TestTask<Void> other = child.begin(() -> answer(ping, pong, count, 1_000));
    for (int i = 0; i < 1_000; i++) {
      ping.set();
      pong.await();
      pong.clear();
      assertThat(count.getAsInt()).isEqualTo(i + 1);
    }
    other.get();
  }

  private static void answer(Event ping, Event pong, IntValue count, int times)
      throws InterruptedException {
    for (int i = 0; i < times; i++) {
      ping.await();
      ping.clear();
      count.getAndAdd(1);
      pong.set();
    }
  }

  // --- interruption and closing ------------------------------------------------------------------
  @ParameterizedTest
  @MethodSource("places")
  void shouldStopWaitingWhenInterrupted(Place place) throws Exception {
    Event event = make();
    for (Function1<Event, Boolean> way :
        List.<Function1<Event, Boolean>>of(EventTest::awaitSet, e -> e.await(LONG))) {
      TestTask<Boolean> waiter =
          place.begin(
              () -> {
                assertThatThrownBy(() -> way.call(event)).isInstanceOf(InterruptedException.class);
                return Thread.currentThread().isInterrupted();
              });
      waiter.awaitBlocked();
      waiter.interrupt();
      assertThat(waiter.get()).isFalse();
    }
    TestTask<Boolean> other = place.begin(() -> awaitSet(event)).awaitBlocked();
    event.set();
    assertThat(other.get()).isTrue();
  }

  @Test
  void shouldNotWaitInAThreadThatIsInterrupted() throws Exception {
    Event event = make();
    here.begin(
            () -> {
              Thread.currentThread().interrupt();
              assertThatThrownBy(() -> event.await(LONG)).isInstanceOf(InterruptedException.class);
              Thread.currentThread().interrupt();
              assertThatThrownBy(event::await).isInstanceOf(InterruptedException.class);
              assertThat(Thread.currentThread().isInterrupted()).isFalse();
            })
        .get();
  }

  @ProcessesOnly("threads have the same object")
  @Test
  void shouldWakeWhoWaitsWithAHandleThatIsClosed() throws Exception {
    Event event = make();
    Event second = secondHandle(event);
    TestTask<Boolean> waiter = here.begin(() -> awaitSet(second)).awaitBlocked();
    TestTask<Boolean> timed = here.begin(() -> second.await(LONG)).awaitBlocked();
    TestTask<Boolean> other = here.begin(() -> awaitSet(event)).awaitBlocked();
    second.close();
    for (TestTask<Boolean> task : List.of(waiter, timed)) {
      assertThatThrownBy(task::get)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
    other.awaitBlocked();
    child.call(() -> event.set());
    assertThat(other.get()).isTrue();
  }

  @Test
  void shouldFailOnceClosed() {
    Event event = make();
    event.close();
    event.close();
    assertThat(event.isClosed()).isTrue();
    assertClosed(
        event::isSet, event::set, event::clear, event::await, () -> event.await(Duration.ZERO));
  }
}
