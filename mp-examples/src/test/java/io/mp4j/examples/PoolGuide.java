package io.mp4j.examples;

import io.mp4j.AsyncResult;
import io.mp4j.Broadcast;
import io.mp4j.Calls;
import io.mp4j.IntValue;
import io.mp4j.Mp;
import io.mp4j.Pool;
import io.mp4j.ResultIterator;
import io.mp4j.TaskTimeoutException;
import io.mp4j.WorkerLostException;
import io.mp4j.WorkerStats;
import io.mp4j.progress.ProgressBars;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** The snippets of the documents that are about pools, in their order. */
@SuppressWarnings("UnusedVariable")
final class PoolGuide {
  private PoolGuide() {}

  record Report(long size) {}

  static Report analyse(Path file) {
    return new Report(file.toString().length());
  }

  /** Runs them all, one after the other. */
  public static void main(String[] args) throws Exception {
    List<Path> files = List.of(Path.of("one"), Path.of("three"));
    List<String> words = List.of("one", "three");
    try (Pool pool = Mp.pool(2)) {
      System.out.println(chooseAChunkSize(pool, files, words));
      countLines(pool, List.of("one", "three"));
      System.out.println(readAStream(pool, Stream.of("one", "three")));
      catchTimeOuts(pool);
      System.out.println(setTimeOutsAndRetries(pool, files));
      giveUpWaiting(pool);
      exitOnce(pool);
      System.out.println(goFirst(pool, files.get(1)));
      System.out.println(shareAValue(pool, Set.of("one", "two"), words));
      drawABar(pool, files);
    }
    try (Pool pool = Mp.pool(1)) {
      listenToProgress(pool, files);
    }
    try (Pool pool = Mp.pool(1)) {
      pool.map(PoolGuide::analyse, files, 1);
      seeWhatWorkersDo(pool);
    }
    try (Pool pool = withDefaults()) {
      System.out.println(pool.map(PoolGuide::analyse, files));
    }
    try (Pool pool = limitMemory()) {
      runOutOfMemory(pool);
    }
    keepState(List.of(1, 2, 3));
    comeFromPython(words);
    comeFromExecutorService(words);
  }

  // --- chunk sizes -------------------------------------------------------------------------------

  static List<Object> chooseAChunkSize(Pool pool, List<Path> files, List<String> words)
      throws Exception {
    List<Report> reports = pool.map(PoolGuide::analyse, files, 1);
    List<Integer> lengths = pool.map(String::length, words, 500);
    return List.of(reports, lengths);
  }

  static void countLines(Pool pool, Iterable<String> lines) {
    try (ResultIterator<Integer> lengths = pool.imap(String::length, lines, 100)) {
      lengths.forEachRemaining(System.out::println);
    }
  }

  static List<Integer> readAStream(Pool pool, Stream<String> lines) throws Exception {
    AsyncResult<List<Integer>> lengths = pool.mapAsync(String::length, lines, 100);
    return lengths.result();
  }

  // --- time-outs and retries ---------------------------------------------------------------------

  static List<Report> setTimeOutsAndRetries(Pool pool, List<Path> files) throws Exception {
    Calls careful = pool.withTimeout(Duration.ofSeconds(30)).withRetries(2);
    List<Report> reports = careful.map(PoolGuide::analyse, files);
    return reports;
  }

  static Pool withDefaults() {
    Pool pool = Mp.poolBuilder().processes(2).timeout(Duration.ofSeconds(30)).retries(2).build();
    return pool;
  }

  static void catchTimeOuts(Pool pool) throws Exception {
    Calls limited = pool.withTimeout(Duration.ofMillis(200), Duration.ofSeconds(5));
    try {
      limited.apply(PoolGuide::dream);
    } catch (TaskTimeoutException e) {
      System.out.println("longer than " + e.timeout().toMillis() + " ms, killed: " + e.isKilled());
    }
  }

  static void dream() throws InterruptedException {
    Thread.sleep(60_000);
  }

  static void giveUpWaiting(Pool pool) throws Exception {
    AsyncResult<Void> dream = pool.applyAsync(PoolGuide::dream);
    if (!dream.await(Duration.ofMillis(200))) {
      dream.cancel(true);
    }
    System.out.println("cancelled: " + dream.isCancelled());
  }

  static void exitOnce(Pool pool) throws Exception {
    try (IntValue tries = Mp.value(0)) {
      pool.withRetries(1)
          .apply(
              () -> {
                if (tries.getAndAdd(1) == 0) {
                  Runtime.getRuntime().halt(1);
                }
              });
      System.out.println(tries.getAsInt() + " tries");
    }
  }

  static Report goFirst(Pool pool, Path file) throws Exception {
    Report first = pool.withPriority(1).apply(PoolGuide::analyse, file);
    return first;
  }

  // --- memory ------------------------------------------------------------------------------------

  static Pool limitMemory() {
    Pool pool =
        Mp.poolBuilder()
            .processes(2)
            .heapPerWorker("256m")
            .recycleAboveLiveHeap(200L << 20)
            .recycleAboveResident(500L << 20)
            .memoryBudget(1L << 30)
            .build();
    return pool;
  }

  static void runOutOfMemory(Pool pool) throws Exception {
    try {
      pool.apply(PoolGuide::buildIndex);
    } catch (OutOfMemoryError e) {
      System.out.println("the heap of a worker is too small for it");
    } catch (WorkerLostException e) {
      System.out.println("killed, perhaps for want of memory: " + e.exitCode());
    }
  }

  static void buildIndex() {
    long[][] index = new long[1024][];
    for (int i = 0; i < index.length; i++) {
      index[i] = new long[1 << 20];
    }
  }

  // --- state of workers --------------------------------------------------------------------------

  static void keepState(List<Integer> numbers) throws Exception {
    try (Pool pool =
        Mp.poolBuilder()
            .processes(2)
            .initializer(Tables::load, "tables.csv")
            .state(() -> new Session("localhost"))
            .finalizer(() -> Tables.unload())
            .build()) {
      List<String> answers = pool.map(n -> Mp.worker().state(Session.class).ask(n), numbers);
      System.out.println(answers);
    }
  }

  /** What an initializer sets, and a finalizer clears. */
  static final class Tables {
    static String loaded;

    private Tables() {}

    static void load(String file) {
      loaded = file;
    }

    static void unload() {
      loaded = null;
    }
  }

  record Session(String host) implements AutoCloseable {
    String ask(int n) {
      return host + " " + n + " " + Tables.loaded;
    }

    @Override
    public void close() {}
  }

  static Path directoryOfWorker(Path parent) {
    Path own = parent.resolve("worker-" + Mp.worker().index());
    return own;
  }

  static List<Boolean> shareAValue(Pool pool, Set<String> dictionary, List<String> words)
      throws Exception {
    Broadcast<Set<String>> known = pool.share(dictionary);
    List<Boolean> found = pool.map(word -> known.get().contains(word), words);
    known.close();
    return found;
  }

  // --- progress and statistics -------------------------------------------------------------------

  static void drawABar(Pool pool, List<Path> files) throws Exception {
    pool.withProgress(ProgressBars.on("analysing")).map(PoolGuide::analyse, files);
  }

  static void listenToProgress(Pool pool, List<Path> files) throws Exception {
    Calls told =
        pool.withProgress(
            call -> {
              if (call.ended()) {
                System.out.println(call.succeeded() + " done, " + call.failed() + " failed");
              }
            });
    told.map(PoolGuide::analyse, files);
  }

  static void seeWhatWorkersDo(Pool pool) {
    for (WorkerStats worker : pool.stats().workers()) {
      System.out.println(worker.name() + ": " + worker.state() + ", tasks=" + worker.tasks());
    }
  }

  // --- from other pools --------------------------------------------------------------------------

  static void comeFromPython(List<String> words) throws Exception {
    try (Pool pool = Mp.pool(2)) {
      List<AsyncResult<Integer>> futures = new ArrayList<>();
      for (String word : words) {
        futures.add(pool.applyAsync(String::length, word));
      }
      for (AsyncResult<Integer> future : futures) {
        System.out.println(future.result());
      }
    }
  }

  static void comeFromExecutorService(List<String> words) throws Exception {
    try (Pool pool = Mp.pool(2)) {
      ExecutorService executor = pool.asExecutorService();
      Future<Integer> one = executor.submit(new Length("one"));
      Future<Integer> two = executor.submit((Callable<Integer> & Serializable) () -> 6 * 7);
      for (Future<Integer> each : executor.invokeAll(words.stream().map(Length::new).toList())) {
        System.out.println(each.get());
      }
      System.out.println(one.get() + two.get());
    }
  }

  record Length(String word) implements Callable<Integer> {
    @Override
    public Integer call() {
      return word.length();
    }
  }
}
