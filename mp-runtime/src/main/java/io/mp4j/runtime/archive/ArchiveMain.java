package io.mp4j.runtime.archive;

import io.mp4j.Context;
import io.mp4j.IntValue;
import io.mp4j.Lock;
import io.mp4j.Mp;
import io.mp4j.Output;
import io.mp4j.Pipe;
import io.mp4j.Pool;
import io.mp4j.Queue;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The program that makes an archive: it starts a child as any program does, with options that make
 * it write what it loaded. It is a process of its own so that the program that wants the archive
 * sees nothing of that child, and may end before it: the next one has the archive then. Internal:
 * the library starts it.
 */
public final class ArchiveMain {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String LOCK = "lock";

  /**
   * A signal to all processes of a terminal ends a child first, and this one so much later at most:
   * what failed has not failed by itself then.
   */
  private static final Duration SIGNALS_ARE_ON_THEIR_WAY = Duration.ofMillis(500);

  private final Archive archive;
  private final Path arguments;
  private final List<String> mainClass;

  private ArchiveMain(Archive archive, Path arguments, List<String> mainClass) {
    this.archive = archive;
    this.arguments = arguments;
    this.mainClass = mainClass;
  }

  /**
   * Makes an archive unless it is there.
   *
   * @param args the directory, the archive's key, the file with the arguments of a JVM, and what
   *     names a child's main class
   * @throws Exception when it cannot be made, which nobody needs to know
   */
  public static void main(String[] args) throws Exception {
    Path arguments = Path.of(args[2]);
    Archive archive = new Archive(Path.of(args[0]), args[1]);
    Mp.atExit(-1, () -> Files.deleteIfExists(arguments));
    CompletableFuture.runAsync(
        () -> System.exit(1),
        CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS));
    new ArchiveMain(archive, arguments, List.of(args).subList(3, args.length)).makeInTurn();
  }

  /** One program at a time makes archives; another may have made this one meanwhile. */
  private void makeInTurn() throws Exception {
    try (FileChannel channel =
            FileChannel.open(
                archive.directory().resolve(LOCK),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      List<String> targets = TargetClasses.fromProperty();
      boolean isThere = archive.isIntact();
      boolean isComplete = isThere && archive.targets().containsAll(targets);
      if (!lock.isValid() || isComplete) {
        return;
      }
      Mp.atExit(-1, () -> Scratch.delete(archive.directory(), archive.key()));
      Scratch.delete(archive.directory(), archive.key());
      Scratch.sweep(archive.directory(), Instant.now());
      boolean done = false;
      try {
        make(targets);
        done = true;
      } finally {
        if (!done) {
          Thread.sleep(SIGNALS_ARE_ON_THEIR_WAY.toMillis());
          if (isThere) {
            archive.giveUp(targets);
          } else {
            archive.refuse();
          }
        }
      }
    }
  }

  private void make(List<String> targets) throws Exception {
    Path scratch = Scratch.begin(archive.directory(), archive.key());
    Path recorded = scratch.resolve("classes");
    Path made = scratch.resolve("archive" + ArchiveOptions.SUFFIX);
    Context context =
        Mp.context()
            .withJavaHome(Path.of(System.getProperty("java.home")))
            .withOutput(Output.discard())
            .withSpares(0);
    rehearse(with(context, ArchiveOptions.toRecord(recorded)));
    assemble(recorded, made);
    List<String> toTry = new ArrayList<>(ArchiveOptions.toUse(made, Runtime.version().feature()));
    toTry.add(ArchiveOptions.orFail());
    try (var trial = with(context, toTry).process(Rehearsal::nothing)) {
      trial.start().join();
      if (trial.exitCode().orElse(1) != 0) {
        throw new IOException("a child does not run with it");
      }
    }
    archive.publish(made, targets);
    Scratch.delete(archive.directory(), archive.key());
  }

  private static Context with(Context context, List<String> options) {
    return context.withJvmOptions(options.toArray(String[]::new));
  }

  private static void rehearse(Context context) throws Exception {
    context.prewarm(1).get(); // what a spare loads belongs to it, too
    try (Pool pool = context.pool(1);
        Queue<String> queue = Mp.queue();
        Pipe<String> pipe = Mp.pipe();
        Lock lock = Mp.lock();
        IntValue value = Mp.value(0)) {
      Rehearsal.run(pool, queue, pipe, lock, value);
      pool.shutdown();
      pool.join();
    }
  }

  private void assemble(Path recorded, Path made) throws Exception {
    String java =
        Path.of(System.getProperty("java.home"), "bin", "java").toString()
            + (File.separatorChar == '\\' ? ".exe" : "");
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(ArchiveOptions.toAssemble(recorded, made));
    command.add("@" + arguments);
    command.addAll(mainClass);
    java.lang.Process assembler =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Mp.atExit(() -> assembler.destroyForcibly().waitFor());
    if (assembler.waitFor() != 0) {
      throw new IOException("cannot assemble " + made);
    }
  }
}
