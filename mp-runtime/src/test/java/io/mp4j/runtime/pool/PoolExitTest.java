package io.mp4j.runtime.pool;

import static io.mp4j.runtime.TestTargets.isGone;
import static io.mp4j.runtime.TestTargets.read;
import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.mp4j.AsyncResult;
import io.mp4j.Event;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.WorkerLostException;
import io.mp4j.function.Action1;
import io.mp4j.runtime.TestTargets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that end, or are ended, while they use a pool; and workers that are told to end. */
@Timeout(90)
class PoolExitTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int NOT_REACHED = 9;

  @TempDir Path directory;

  private static Pool pool;

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  /** In the program: opens its pool and tells of the workers. */
  private static void open(String file) throws Exception {
    pool = small().pool(2);
    pool.map(x -> x, List.of(1, 2), 1);
    await().until(() -> pool.workers().size() == 2);
    for (Process worker : pool.workers()) {
      TestTargets.append(file, Long.toString(worker.pid().orElseThrow()));
    }
  }

  private Process start(List<String> stderr, Action1<String> program) {
    return small()
        .withStderr(Output.lines((name, line) -> stderr.add(line)))
        .process(program, file().toString())
        .start();
  }

  private Path file() {
    return directory.resolve("pids");
  }

  private void checkNoWorkerIsLeft() throws Exception {
    assertThat(read(file())).hasSize(2);
    for (String worker : read(file())) {
      await().atMost(LIMIT).until(() -> isGone(Long.parseLong(worker)));
    }
  }

  private List<String> checkEndsWith(int exitCode, Action1<String> program) throws Exception {
    List<String> stderr = new CopyOnWriteArrayList<>();
    try (Process started = start(stderr, program)) {
      assertThat(started.join(LIMIT)).isTrue();
      assertThat(started.exitCode()).hasValue(exitCode);
    }
    checkNoWorkerIsLeft();
    return stderr;
  }

  // --- code of users that ends the program ------------------------------------------------------
  @Test
  @DisplayName("F1 an argument exits while it is encoded in the parent")
  void shouldLetAnArgumentEndTheProgramThatWritesIt() throws Exception {
    checkEndsWith(
        0,
        file -> {
          open(file);
          pool.apply(x -> 1, new Trap(Trap.Where.WRITTEN_BY_CALLER, Fault.EXIT));
          Runtime.getRuntime().halt(NOT_REACHED);
        });
  }

  @Test
  @DisplayName("F14 a result exits while it is decoded in the parent")
  void shouldLetAResultEndTheProgramThatRebuildsIt() throws Exception {
    checkEndsWith(
        0,
        file -> {
          open(file);
          pool.<Object>apply(() -> new Trap(Trap.Where.REBUILT_BY_CALLER, Fault.EXIT));
          Runtime.getRuntime().halt(NOT_REACHED);
        });
  }

  @Test
  @DisplayName("F17 a callback exits")
  void shouldLetACallbackEndTheProgram() throws Exception {
    checkEndsWith(
        3,
        file -> {
          open(file);
          pool.applyAsync(() -> 1).thenRun(() -> System.exit(3));
          TestTargets.sleep();
          Runtime.getRuntime().halt(NOT_REACHED);
        });
  }

  // --- programs that end with work left over ---------------------------------------------------
  @Test
  @DisplayName("F42 a program ends with pending tasks")
  void shouldEndInSilenceWithTasksThatArePending() throws Exception {
    List<String> stderr =
        checkEndsWith(
            0,
            file -> {
              open(file);
              for (int i = 0; i < 20; i++) {
                pool.applyAsync(TestTargets::sleep);
              }
              List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
              assertThat(pool.imapUnordered(x -> x, numbers).hasNext()).isTrue();
            });
    assertThat(stderr).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"KILL, -9", "TERM, -15", "INT, -2"})
  @DisplayName("F27 F129 a program is killed while its workers are busy")
  void shouldLeaveNoWorkerOfAProgramThatIsKilled(String signal, int exitCode) throws Exception {
    assumeIsHeeded(exitCode);
    List<String> stderr = new CopyOnWriteArrayList<>();
    try (Event begun = Mp.event();
        Process program =
            start(
                stderr,
                file -> {
                  open(file);
                  pool.applyAsync(
                      () -> {
                        begun.set();
                        TestTargets.sleep();
                      });
                  TestTargets.sleep();
                })) {
      assertThat(begun.await(LIMIT)).isTrue();
      send(signal, program.pid().orElseThrow());
      assertThat(program.join(LIMIT)).isTrue();
      assertThat(program.exitCode()).hasValue(exitCode);
      checkNoWorkerIsLeft();
    }
    TestTargets.sweepAsTheNextProgramWould();
  }

  /** A JVM leaves signals ignored that were ignored when it came up, as below {@code nohup}. */
  private static void assumeIsHeeded(int exitCode) throws Exception {
    int signal = -exitCode;
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      String ignored =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .map(line -> line.substring(7).strip())
              .findFirst()
              .orElse("0");
      assumeThat(Long.parseUnsignedLong(ignored, 16) >>> (signal - 1) & 1)
          .as("signal " + signal + " is ignored here")
          .isZero();
    }
  }

  private static void send(String signal, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor())
        .isZero();
  }

  // --- workers that are told to end --------------------------------------------------------------
  @ParameterizedTest
  @CsvSource({"TERM, -15", "INT, -2", "HUP, -1"})
  @DisplayName("F128 F50 a worker gets a signal that asks it to end")
  void shouldLoseOnlyTheItemOfAWorkerThatIsToldToEnd(String signal, int exitCode) throws Exception {
    assumeIsHeeded(exitCode);
    try (Event begun = Mp.event();
        Pool one = small().withOutput(Output.discard()).pool(1)) {
      long worker = one.apply(PoolExitTest::pid);
      AsyncResult<Void> doomed =
          one.applyAsync(
              () -> {
                begun.set();
                TestTargets.sleep();
              });
      AsyncResult<Long> next = one.applyAsync(PoolExitTest::pid);
      assertThat(begun.await(LIMIT)).isTrue();
      send(signal, worker);
      assertThat(catchThrowable(() -> doomed.result(LIMIT)))
          .isInstanceOfSatisfying(
              WorkerLostException.class,
              lost -> {
                assertThat(lost.exitCode()).isEqualTo(exitCode);
                assertThat(lost.pid()).isEqualTo(worker);
              });
      assertThat(next.result(LIMIT)).isNotEqualTo(worker);
    }
  }

  @Test
  @DisplayName("F36 a program that a worker starts reads its standard input")
  void shouldGiveProgramsOfWorkersAnEmptyInput() throws Exception {
    try (Pool one = small().pool(1)) {
      AsyncResult<Integer> bytes =
          one.applyAsync(
              () -> {
                java.lang.Process cat =
                    new ProcessBuilder("cat")
                        .redirectInput(ProcessBuilder.Redirect.INHERIT)
                        .start();
                int read = cat.getInputStream().readAllBytes().length;
                return cat.waitFor() == 0 ? read : -1;
              });
      assertThat(bytes.result(LIMIT)).isZero();
      AsyncResult<Integer> own = one.applyAsync(() -> System.in.read());
      assertThat(own.result(LIMIT)).isEqualTo(-1);
    }
  }
}
