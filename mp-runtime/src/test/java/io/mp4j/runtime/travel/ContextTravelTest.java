package io.mp4j.runtime.travel;

import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Connection;
import io.mp4j.Context;
import io.mp4j.Mp;
import io.mp4j.Pipe;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.Queue;
import io.mp4j.SerializationException;
import io.mp4j.function.Function1;
import io.mp4j.users.Desk;
import io.mp4j.users.Desk.Drawer;
import io.mp4j.users.Desk.Jammed;
import io.mp4j.users.Desk.Letter;
import io.mp4j.users.Desk.Line;
import io.mp4j.users.Desk.Poison;
import io.mp4j.users.Desk.Stranger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a context says of the objects that travel, through everything that it makes. */
class ContextTravelTest {
  private static Context lines() {
    return small().withSerializer(Line.class, Line::address, Line::new);
  }

  private static Context strict() {
    return lines()
        .withRegisteredClasses(Desk.class, Letter.class, Poison.class, ContextTravelTest.class)
        .withRegistrationRequired()
        .withDeserializationFilter("!" + Poison.class.getName());
  }

  @Test
  void shouldUseSerializersOfUsersInPools() throws Exception {
    try (Pool pool = lines().pool(2)) {
      assertThat(pool.apply(Desk.answer(), new Line("x")).address())
          .isEqualTo("answer of x, opened here");
      List<Line> lines = pool.map(Desk.answer(), List.of(new Line("a"), new Line("b")));
      assertThat(lines).extracting(Line::address).contains("answer of a, opened here");
    }
  }

  @Test
  void shouldLetOnlyRegisteredClassesThroughInBothDirections() throws Exception {
    try (Pool pool = strict().pool(1)) {
      assertThat(pool.apply(Desk.reply(), new Letter("x"))).isEqualTo(new Letter("re: x"));
      assertThat(pool.apply(Desk.answer(), new Line("x")).address()).startsWith("answer");
      Function1<Object, String> take = Desk.take();
      assertThat(pool.apply(take, List.of(1, "two"))).isEqualTo("[1, two]");
      for (Object refused : List.of(new Stranger("s"), new Poison("p"))) {
        String reason = refused instanceof Poison ? "filter of the context" : "not registered";
        assertThatThrownBy(() -> pool.apply(take, refused))
            .isInstanceOf(SerializationException.class)
            .hasMessageContaining(refused.getClass().getName())
            .hasMessageContaining(reason);
        assertThatThrownBy(() -> pool.apply(Desk.smuggle(refused instanceof Poison)))
            .hasStackTraceContaining(refused.getClass().getName())
            .hasStackTraceContaining(reason);
      }
      assertThat(pool.apply(Desk.reply(), new Letter("y"))).isEqualTo(new Letter("re: y"));
    }
  }

  private static void echo(Queue<Line> in, Connection<Line> out) throws InterruptedException {
    out.send(in.take());
    out.send(new Line("from the child"));
  }

  @Test
  void shouldUseThemInTargetsQueuesAndPipes() throws Exception {
    Context context = lines();
    Line captured = new Line("captured");
    try (Queue<Line> queue = context.queue();
        Pipe<Line> pipe = context.pipe()) {
      Connection<Line> childs = pipe.child();
      Process process =
          context
              .process(
                  () -> {
                    queue.put(new Line(captured.address() + captured.isMine()));
                    echo(queue, childs);
                  })
              .start();
      assertThat(pipe.parent().recv().address()).isEqualTo("capturedtrue");
      assertThat(pipe.parent().recv().address()).isEqualTo("from the child");
      process.join();
      assertThat(process.exitCode()).hasValue(0);
    }
  }

  @Test
  void shouldGoByWhatAQueueWasMadeWithInOtherProcesses() throws Exception {
    try (Queue<Line> queue = lines().queue()) {
      Process process = small().process(() -> queue.put(new Line("elsewhere"))).start();
      process.join();
      assertThat(process.exitCode()).hasValue(0);
      assertThat(queue.get(Duration.ofSeconds(10)).address()).isEqualTo("elsewhere");
    }
  }

  @Test
  void shouldBeTheDefaultOfWhatChildrenMake() throws Exception {
    try (Queue<Line> queue = lines().queue()) {
      Process process = lines().process(() -> Desk.useOwnQueue(queue)).start();
      process.join();
      assertThat(process.exitCode()).hasValue(0);
      assertThat(queue.take().address()).isEqualTo("own");
      Process grandparent =
          lines()
              .process(
                  () -> {
                    try (Pool pool = small().pool(1)) {
                      queue.put(pool.apply(Desk.answer(), new Line("deep")));
                    }
                  })
              .start();
      grandparent.join();
      assertThat(queue.take().address()).isEqualTo("answer of deep, opened here");
    }
  }

  @Test
  void shouldHoldForChildrenWhateverAQueueWasMadeWith() throws Exception {
    try (Queue<Object> queue = small().queue()) {
      queue.put(new Stranger("s"));
      Process process = strict().process(() -> queue.take()).start();
      process.join();
      assertThat(process.exitCode()).hasValue(1);
      assertThat(process.failure().orElseThrow())
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("not registered");
    }
  }

  @Test
  void shouldCarrySharedObjectsWithinWhatGoesByJavaSerialization() throws Exception {
    try (Queue<String> queue = small().queue();
        Queue<Object> carrier = small().queue()) {
      Drawer drawer = new Drawer(queue);
      Process process =
          small()
              .process(
                  () -> {
                    drawer.queue().put("from the child");
                    carrier.put(new Jammed(drawer.queue()));
                  })
              .start();
      process.join();
      assertThat(queue.take()).isEqualTo("from the child");
      Jammed jammed = (Jammed) carrier.take();
      try (Queue<String> same = jammed.queue()) {
        same.put("from here");
      }
      assertThat(queue.take()).isEqualTo("from here");
    }
  }

  @Test
  void shouldMeanNothingToThreads() throws Exception {
    Line line = new Line("same");
    Context threads =
        Mp.threads()
            .withSerializer(Line.class, Line::address, Line::new)
            .withRegistrationRequired();
    try (Queue<Line> queue = threads.queue()) {
      queue.put(line);
      assertThat(queue.take()).isSameAs(line);
    }
  }
}
