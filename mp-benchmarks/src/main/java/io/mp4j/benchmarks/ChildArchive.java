package io.mp4j.benchmarks;

import io.mp4j.Context;
import io.mp4j.Process;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Whether children start from an archive of classes, which is made in the background. */
enum ChildArchive {
  THERE("from an archive"),
  NOT_POSSIBLE("without an archive, as the class path has directories"),
  MISSING("without an archive, which was not made in time");

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 500;
  private static final int YES = 0;
  private static final int NO = 3;

  private final String remark;

  ChildArchive(String remark) {
    this.remark = remark;
  }

  String remark() {
    return remark;
  }

  /** Starts children until one has an archive, unless there can be none. */
  static ChildArchive await(Context context) throws Exception {
    return await(() -> hasOne(context));
  }

  /** Looks until there is an archive, unless there can be none. */
  static ChildArchive await(Callable<Boolean> isThere) throws Exception {
    if (hasDirectories()) {
      return NOT_POSSIBLE;
    }
    long start = System.nanoTime();
    while (System.nanoTime() - start < LIMIT.toNanos()) {
      if (isThere.call()) {
        return THERE;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return MISSING;
  }

  private static boolean hasDirectories() {
    String classPath = System.getProperty("java.class.path");
    return Stream.of(classPath.split(File.pathSeparator, -1))
        .anyMatch(part -> Files.isDirectory(Path.of(part)));
  }

  private static boolean hasOne(Context context) throws InterruptedException {
    Process child = context.process(ChildArchive::tell).start();
    child.join();
    return child.exitCode().getAsInt() == YES;
  }

  private static void tell() {
    List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
    boolean hasOne = options.stream().anyMatch(o -> o.startsWith("-XX:SharedArchiveFile="));
    System.exit(hasOne ? YES : NO);
  }
}
