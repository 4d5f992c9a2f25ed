package io.mp4j.examples;

import io.mp4j.AsyncResult;
import io.mp4j.Context;
import io.mp4j.Mp;
import io.mp4j.OrphanPolicy;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.ResultIterator;
import io.mp4j.TaskException;
import io.mp4j.WorkerLostException;
import io.mp4j.function.Action0;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The snippets of the documents, in their order. */
@SuppressWarnings("UnusedVariable")
final class Guide {
  private Guide() {}

  record Report(long size) {}

  static void work() {}

  static void copy(String from, String to) {}

  static void log(String name, String line) {}

  static Report analyse(Path file) {
    return new Report(file.toString().length());
  }

  static void runSomethingInAnotherProcess() throws Exception {
    Process process = Mp.process(Guide::work).start();
    process.join();
    Process background = Mp.process(Guide::work).setDaemon(true).start();
  }

  static void passArguments() throws Exception {
    Mp.process(Guide::copy, "from", "to").start().join();

    String from = "from";
    String to = "to";
    Mp.process(() -> copy(from, to)).start().join();

    Mp.process(new Copier("from", "to")).start().join();
  }

  record Copier(String from, String to) implements Action0 {
    @Override
    public void run() {
      copy(from, to);
    }
  }

  static void runManySmallTasks() throws Exception {
    try (Pool pool = Mp.pool(4)) {
      List<Integer> lengths = pool.map(String::length, List.of("one", "three"));
      int one = pool.apply(String::length, "one");
      AsyncResult<Integer> later = pool.applyAsync(String::length, "three");
      later.thenAccept(length -> System.out.println("it has " + length));
      int three = later.result();
    }
  }

  static void takeResultsOneByOne(Pool pool, List<Path> files) {
    try (ResultIterator<Report> reports = pool.imap(Guide::analyse, files)) {
      while (reports.hasNext()) {
        System.out.println(reports.next());
      }
    }
  }

  static void knowWhatWentWrong(Pool pool, List<Path> files) throws Exception {
    try {
      pool.map(Guide::analyse, files);
    } catch (WorkerLostException e) {
      System.err.println("worker " + e.pid() + " ended with " + e.exitCode());
    } catch (TaskException e) {
      System.err.println("a task threw a checked exception: " + e.getCause());
    }
  }

  static void askTheProcess(Process process) throws Exception {
    process.join();
    if (process.exitCode().getAsInt() != 0) {
      process.failure().ifPresent(Throwable::printStackTrace);
    }
  }

  static void letChildrenLiveOn() {
    Context independent = Mp.context().withOrphanPolicy(OrphanPolicy.LIVE_ON);
  }

  static void seeWhatChildrenPrint() {
    Context inherited = Mp.context();
    Context marked = Mp.context().withOutput(Output.prefixed());
    Context toFile = Mp.context().withStderr(Output.toFile(Path.of("worker.log")));
    Context toUs = Mp.context().withStdout(Output.lines((name, line) -> log(name, line)));
  }

  static void giveChildrenSettings(String password, List<Path> files) throws Exception {
    Context small =
        Mp.context()
            .withHeap("64m")
            .withJvmOptions("-XX:+UseSerialGC")
            .withEnvironment("TZ", "UTC")
            .withSystemProperty("db.password", password)
            .withDirectory(Path.of("/var/lib/jobs"))
            .withNamePrefix("job");
    try (Pool pool = small.pool(8)) {
      pool.map(Guide::analyse, files);
    }
  }

  static void loadConfiguration() {}

  static void startProcessesFast() throws Exception {
    Context context = Mp.context().withSpares(2).withSpareIdleTime(Duration.ofMinutes(5));
    CompletableFuture<Void> ready = context.prewarm(2);
    loadConfiguration();
    ready.join();
    context.process(Guide::work).start().join();
  }

  static void startSmallChildren(List<Path> files) throws Exception {
    Context quick = Mp.context().small();
    try (Pool pool = quick.pool(8)) {
      pool.map(Guide::analyse, files);
    }
  }

  static void debugAChild(List<Path> files) throws Exception {
    Context debugged = Mp.context().debug();
    try (Pool pool = debugged.pool(2)) {
      pool.map(Guide::analyse, files);
    }
    Context waiting =
        Mp.context()
            .withJvmOptions(
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=localhost:0")
            .withStartTimeout(Duration.ofHours(1));
  }

  static void cleanUpAtTheEnd(Path lockFile) {
    Mp.atExit(() -> Files.deleteIfExists(lockFile));
    Mp.atExit(10, () -> System.out.println("this runs first"));
  }

  static void giveNoClasses() {
    Context closed = Mp.context().withClassesFromParent(false);
  }

  /** Something that is open in one process only. */
  static final class Database {
    private final String url;

    private Database(String url) {
      this.url = url;
    }

    static Database connect(String url) {
      return new Database(url);
    }

    String url() {
      return url;
    }
  }

  static void sayHowObjectsTravel() {
    Context context = Mp.context().withSerializer(Database.class, Database::url, Database::connect);
  }

  static void nameWhatIsExpected() {
    Context strict =
        Mp.context()
            .withRegisteredClasses(Guide.class, Report.class)
            .withRegistrationRequired()
            .withDeserializationFilter("!com.acme.internal.**;maxdepth=50");
  }
}
