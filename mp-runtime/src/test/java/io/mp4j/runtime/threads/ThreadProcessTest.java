package io.mp4j.runtime.threads;

import static io.mp4j.runtime.TestTargets.linesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mp4j.Context;
import io.mp4j.CurrentProcess;
import io.mp4j.Event;
import io.mp4j.Mp;
import io.mp4j.ParentProcess;
import io.mp4j.Process;
import io.mp4j.Queue;
import io.mp4j.function.Action1;
import io.mp4j.runtime.Background;
import io.mp4j.runtime.TestTargets;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that is a thread has the life of a process. */
@Timeout(60)
class ThreadProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(60);

  private final Context threads = Mp.threads();

  // --- running -----------------------------------------------------------------------------------
  @Test
  void shouldRunItsTargetOnAThreadOfThisJvm() throws Exception {
    AtomicReference<Thread> thread = new AtomicReference<>();
    Process process = threads.process(() -> thread.set(Thread.currentThread()));
    assertThat(process.isAlive()).isFalse();
    assertThat(process.pid()).isEmpty();
    assertThat(thread.get()).isNull();
    assertThat(process.start()).isSameAs(process);
    process.join();
    assertThat(thread.get()).isNotNull().isNotSameAs(Thread.currentThread());
    assertThat(thread.get().getName()).isEqualTo(process.name());
    assertThat(process.pid()).hasValue(ProcessHandle.current().pid());
    assertThat(process.handle()).isEqualTo(ProcessHandle.current());
  }

  @Test
  void shouldRunOnAVirtualThreadWhereTheJdkHasThem() throws Exception {
    AtomicReference<String> kind = new AtomicReference<>();
    threads.process(() -> kind.set(Thread.currentThread().getClass().getName())).start().join();
    boolean hasThem = Runtime.version().feature() >= 21;
    assertThat(kind.get()).isEqualTo(hasThem ? "java.lang.VirtualThread" : "java.lang.Thread");
  }

  /** Nothing of this can be serialized, and there is no need to. */
  @Test
  void shouldPassItsArgumentsByReference() throws Exception {
    Object lock = new Object();
    Thread here = Thread.currentThread();
    CompletableFuture<List<Object>> seen = new CompletableFuture<>();
    threads
        .process((first, second, third) -> third.complete(List.of(first, second)), lock, here, seen)
        .start()
        .join();
    assertThat(seen.get().get(0)).isSameAs(lock);
    assertThat(seen.get().get(1)).isSameAs(here);
  }

  @Test
  void shouldTellHowItEnded() throws Exception {
    IOException thrown = new IOException("of the target");
    Process good = threads.process(() -> {}).start();
    Process bad = quiet(thrown).start();
    good.join();
    bad.join();
    assertThat(good.exitCode()).hasValue(0);
    assertThat(good.failure()).isEmpty();
    assertThat(bad.exitCode()).hasValue(1);
    assertThat(bad.failure()).containsSame(thrown);
    assertThat(bad.isAlive()).isFalse();
    assertThat(bad).asString().contains("exited with code 1");
  }

  /** A process whose failure is not printed among the output of the tests. */
  private Process quiet(Exception failure) {
    return threads.process(
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {});
          throw failure;
        });
  }

  @Test
  void shouldHandAFailureToWhoeverIsThereForThoseOfThreads() throws Exception {
    IOException thrown = new IOException("of the target");
    AtomicReference<Throwable> handed = new AtomicReference<>();
    threads
        .process(
            () -> {
              Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> handed.set(e));
              throw thrown;
            })
        .start()
        .join();
    assertThat(handed.get()).isSameAs(thrown);
  }

  // --- waiting -----------------------------------------------------------------------------------
  @Test
  void shouldBeAwaited() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Process process = threads.process(gate::await).start();
    assertThat(process.isAlive()).isTrue();
    assertThat(process.exitCode()).isEmpty();
    assertThat(process.join(SHORT)).isFalse();
    assertThat(process.join(Duration.ZERO)).isFalse();
    assertThat(process.onExit()).isNotDone();
    assertThat(process.sentinel().isReady()).isFalse();
    assertThat(Mp.waitAny(List.of(process.sentinel()), SHORT)).isEmpty();
    Background<Void> join = Background.run(process::join).awaitBlocked();
    Background<Void> interrupted = Background.run(process::join).awaitBlocked();
    interrupted.interrupt();
    assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
    assertThat(process.isAlive()).isTrue();
    gate.countDown();
    join.result();
    assertThat(Mp.waitAny(process.sentinel())).containsExactly(process.sentinel());
    assertThat(process.onExit().get(30, TimeUnit.SECONDS)).isZero();
    assertThat(process.join(Duration.ZERO)).isTrue();
  }

  @Test
  void shouldBeListedWhileItLives() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicReference<List<Process>> ofChild = new AtomicReference<>();
    AtomicReference<Process> inner = new AtomicReference<>();
    Process process =
        threads
            .process(
                () -> {
                  inner.set(threads.process(gate::await).start());
                  ofChild.set(Mp.activeChildren());
                  gate.await();
                })
            .start();
    await().until(() -> ofChild.get() != null);
    assertThat(Mp.activeChildren()).contains(process).doesNotContain(inner.get());
    assertThat(ofChild.get()).containsExactly(inner.get());
    gate.countDown();
    process.join();
    assertThat(Mp.activeChildren()).doesNotContain(process);
  }

  // --- names -------------------------------------------------------------------------------------
  @Test
  void shouldBeNamedByItsContextAndItsPlace() throws Exception {
    CompletableFuture<String> inner = new CompletableFuture<>();
    Process outer =
        threads
            .withNamePrefix("Worker")
            .process(() -> inner.complete(threads.process(() -> {}).name()));
    assertThat(outer.name()).matches("Worker-[0-9]+");
    String number = outer.name().substring("Worker-".length());
    outer.start().join();
    assertThat(inner.get()).isEqualTo("Process-" + number + ":1");
    assertThat(threads.process(() -> {}).setName("mine").name()).isEqualTo("mine");
  }

  @Test
  void shouldBeTheCurrentProcessOfItsThreads() throws Exception {
    CompletableFuture<CurrentProcess> self = new CompletableFuture<>();
    CompletableFuture<CurrentProcess> ofThread = new CompletableFuture<>();
    CompletableFuture<ParentProcess> parent = new CompletableFuture<>();
    Process process =
        threads
            .process(
                () -> {
                  self.complete(Mp.currentProcess());
                  parent.complete(Mp.parentProcess().orElseThrow());
                  Thread started = new Thread(() -> ofThread.complete(Mp.currentProcess()));
                  started.start();
                  started.join();
                })
            .setDaemon(true)
            .setName("known");
    process.start().join();
    assertThat(self.get().name()).isEqualTo("known");
    assertThat(self.get().isDaemon()).isTrue();
    assertThat(self.get().pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(self.get().authKey()).isEqualTo(Mp.currentProcess().authKey());
    assertThat(ofThread.get()).isSameAs(self.get());
    assertThat(parent.get().name()).isEqualTo(Mp.currentProcess().name());
    assertThat(parent.get().isAlive()).isTrue();
    assertThat(parent.get().join(SHORT)).isFalse();
    assertThat(Mp.currentProcess().name()).isNotEqualTo("known");
  }

  @Test
  void shouldSeeTheEndOfAParentThatIsAThread() throws Exception {
    CompletableFuture<ParentProcess> parent = new CompletableFuture<>();
    threads
        .process(
            () ->
                threads
                    .process(() -> parent.complete(Mp.parentProcess().orElseThrow()))
                    .start()
                    .join())
        .start()
        .join();
    parent.get().join();
    assertThat(parent.get().isAlive()).isFalse();
    assertThat(parent.get().join(Duration.ZERO)).isTrue();
  }

  // --- ending ------------------------------------------------------------------------------------
  @Test
  void shouldBeInterruptedByAllThatEndsProcesses() throws Exception {
    List<Action1<Process>> verbs =
        List.of(Process::interrupt, Process::terminate, Process::kill, Process::terminateTree);
    for (Action1<Process> verb : verbs) {
      AtomicBoolean ranFinally = new AtomicBoolean();
      Process process =
          threads
              .process(
                  () -> {
                    Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {});
                    try {
                      TestTargets.sleep();
                    } finally {
                      ranFinally.set(true);
                    }
                  })
              .start();
      verb.run(process);
      assertThat(process.join(PATIENCE)).isTrue();
      assertThat(ranFinally).isTrue();
      assertThat(process.exitCode()).hasValue(1);
      assertThat(process.failure()).containsInstanceOf(InterruptedException.class);
      verb.run(process);
    }
  }

  @Test
  void shouldEndThoseBelowIt() throws Exception {
    AtomicReference<Process> below = new AtomicReference<>();
    Process top =
        threads
            .process(
                () -> {
                  below.set(threads.process(TestTargets::sleep).start());
                  TestTargets.sleep();
                })
            .start();
    await().until(() -> below.get() != null);
    top.terminateTree();
    assertThat(top.join(PATIENCE)).isTrue();
    assertThat(below.get().join(PATIENCE)).isTrue();
  }

  @Test
  void shouldEndWhenClosed() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    Process process =
        threads.process(
            () -> {
              try {
                TestTargets.sleep();
              } finally {
                ended.set(true);
              }
            });
    try (process) {
      process.start();
    }
    assertThat(ended).isTrue();
    process.close();
    assertThatThrownBy(process::join).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(process::isAlive).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(process::exitCode).isInstanceOf(IllegalStateException.class);
    assertThat(process).asString().contains("closed");
  }

  @Test
  void shouldBeLeftBehindWhenItDoesNotEnd() throws Exception {
    AtomicBoolean mayEnd = new AtomicBoolean();
    Event ended = threads.event();
    Process stubborn =
        threads
            .process(
                () -> {
                  while (!mayEnd.get()) {
                    LockSupport.parkNanos(1_000_000);
                  }
                  ended.set();
                })
            .start();
    stubborn.close();
    assertThat(ended.isSet()).isFalse();
    assertThatThrownBy(stubborn::isAlive).isInstanceOf(IllegalStateException.class);
    mayEnd.set(true);
    assertThat(ended.await(PATIENCE)).isTrue();
  }

  @Test
  void shouldRefuseWhatIsTooEarlyOrTooLate() throws Exception {
    Process process = threads.process(() -> {});
    for (Action1<Process> verb :
        List.<Action1<Process>>of(
            Process::join,
            Process::sentinel,
            Process::onExit,
            Process::interrupt,
            Process::terminate,
            Process::kill,
            Process::terminateTree,
            Process::handle)) {
      assertThatThrownBy(() -> verb.run(process))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not started");
    }
    process.start();
    assertThatThrownBy(process::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("started before");
    assertThatThrownBy(() -> process.setDaemon(true)).isInstanceOf(IllegalStateException.class);
    process.join();
  }

  // --- the JVM -----------------------------------------------------------------------------------
  @Test
  void shouldKeepItsJvmUpUnlessItIsADaemon() throws Exception {
    assertThat(linesOf(() -> printLater(false))).containsExactly("began", "ended");
    assertThat(linesOf(() -> printLater(true))).containsExactly("began");
  }

  private static void printLater(boolean daemon) throws InterruptedException {
    Queue<String> news = Mp.threads().queue();
    Thread program = Thread.currentThread();
    Mp.threads()
        .process(
            () -> {
              System.out.println("began");
              news.put("began");
              if (daemon) {
                TestTargets.sleep();
              }
              program.join(); // it has ended but for this process
              System.out.println("ended");
            })
        .setDaemon(daemon)
        .start();
    news.get();
  }

  @Test
  void shouldTakeSettingsThatAreAboutJvmsForNothing() throws Exception {
    Context context =
        threads
            .withHeap("16m")
            .withJvmOptions("-no-such-option")
            .withSystemProperty("of.the.child", "set")
            .withEnvironment("OF_THE_CHILD", "set");
    CompletableFuture<String> property = new CompletableFuture<>();
    Process process =
        context.process(() -> property.complete("" + System.getProperty("of.the.child"))).start();
    process.join();
    assertThat(process.exitCode()).hasValue(0);
    assertThat(property.get()).isEqualTo("null");
    assertThat(context.heap()).hasValue("16m");
  }
}
