package io.mp4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test class that leaves a process, a thread or a file behind. Found by the service loader,
 * so that no class can forget it.
 */
public final class LeaveNothingBehind implements BeforeAllCallback, AfterAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(LeaveNothingBehind.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Pairs of pipes are made sixteen at a time, and by each thread that finds none left. */
  private static final int STOCK = 2 * 16 * 4;

  /** Threads that live as long as the JVM, or leave by themselves after a while. */
  private static final List<String> LASTING =
      List.of(
          "mp4j-io-",
          "mp4j-pipes",
          "mp4j-timer",
          "mp4j-events-",
          "mp4j-bell",
          "process reaper",
          "Cleaner-",
          "Common-Cleaner",
          "ForkJoinPool.commonPool",
          "ForkJoinPool-1-", // these serve the JDK's virtual threads
          "VirtualThread-",
          "MasterPoller",
          "Read-Poller",
          "Write-Poller",
          "CompletableFutureDelayScheduler",
          "ProgressBar",
          "Java2D Disposer",
          "globalEventExecutor",
          "junit-",
          "surefire-",
          "awaitility",
          "Attach Listener");

  /** Called by JUnit. */
  public LeaveNothingBehind() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getStore(NAMESPACE).put("before", Snapshot.take());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Snapshot before = context.getStore(NAMESPACE).get("before", Snapshot.class);
    await()
        .alias(context.getDisplayName() + " left something behind")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(leftSince(before)).hasToString(""));
  }

  /** The files of shared objects that were forgotten go when the collector finds them. */
  private static Snapshot leftSince(Snapshot before) {
    discardSpares();
    Snapshot left = Snapshot.take().minus(before);
    if (!left.files().isEmpty()) {
      System.gc();
    }
    return left;
  }

  /** JVMs that wait ready would stay for half a minute. */
  private static void discardSpares() {
    try {
      Class<?> spares = Class.forName("io.mp4j.runtime.process.Spares");
      Method get = spares.getDeclaredMethod("get");
      Method discard = spares.getDeclaredMethod("discardAll");
      get.setAccessible(true);
      discard.setAccessible(true);
      discard.invoke(get.invoke(null));
    } catch (ClassNotFoundException nothingIsStartedHere) {
      // the tests of a module that others are built on
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the spares cannot be discarded", e);
    }
  }

  private record Snapshot(Set<String> processes, Set<String> threads, Set<String> files) {
    static Snapshot take() {
      return new Snapshot(processesBelow(), lastingThreads(), filesOfLibrary());
    }

    private static Set<String> processesBelow() {
      return ProcessHandle.current()
          .descendants()
          .filter(ProcessHandle::isAlive)
          .map(p -> p.pid() + " " + p.info().commandLine().orElse("?"))
          .collect(Collectors.toSet());
    }

    private static Set<String> lastingThreads() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(Thread::isAlive)
          .map(Thread::getName)
          .filter(name -> LASTING.stream().noneMatch(name::startsWith))
          .collect(Collectors.toSet());
    }

    /**
     * All but the directories of this JVM, which may hold sockets, pipes, a lock and the tree's
     * table.
     */
    private static Set<String> filesOfLibrary() {
      Set<String> files = new HashSet<>();
      addFiles(Path.of(System.getProperty("java.io.tmpdir")), files);
      addFiles(Path.of("/dev/shm"), files);
      return files;
    }

    /** Not a link to one: those of killed processes stay until others have their places. */
    private static boolean isPipe(Path file) {
      return file.toString().endsWith(".pipe") && !Files.isSymbolicLink(file);
    }

    private static void addFiles(Path location, Set<String> files) {
      String own = "mp4j-" + ProcessHandle.current().pid() + "-";
      for (Path directory : list(location)) {
        String name = directory.getFileName().toString();
        if (name.startsWith(own)) {
          List<Path> content = list(directory);
          if (content.stream().filter(Snapshot::isPipe).count() > STOCK) {
            files.add(directory + ": more pipes than are kept for processes to come");
          }
          content.stream()
              .map(Path::toString)
              .filter(file -> !file.endsWith("lock"))
              .filter(file -> !file.endsWith(".sock") && !file.endsWith(".pipe"))
              .filter(file -> !file.endsWith("/tree"))
              .forEach(files::add);
        } else if (name.startsWith("mp4j-") && isAbandoned(directory)) {
          files.add(directory.toString());
        }
      }
    }

    /** A directory whose lock somebody holds belongs to another program that runs. */
    private static boolean isAbandoned(Path directory) {
      try (FileChannel channel =
              FileChannel.open(directory.resolve("lock"), StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        return lock != null;
      } catch (IOException goneOrNotOurs) {
        return false;
      }
    }

    private static List<Path> list(Path directory) {
      try (Stream<Path> entries = Files.list(directory)) {
        return entries.toList();
      } catch (IOException e) {
        if (Files.notExists(directory)) {
          return List.of();
        }
        throw new UncheckedIOException(e);
      }
    }

    Snapshot minus(Snapshot before) {
      return new Snapshot(
          difference(processes, before.processes),
          difference(threads, before.threads),
          difference(files, before.files));
    }

    private static Set<String> difference(Set<String> now, Set<String> before) {
      Set<String> added = new HashSet<>(now);
      added.removeAll(before);
      return added;
    }

    @Override
    public String toString() {
      return Stream.of(processes, threads, files)
          .flatMap(Set::stream)
          .collect(Collectors.joining("; "));
    }
  }
}
