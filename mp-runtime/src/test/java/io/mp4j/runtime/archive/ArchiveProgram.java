package io.mp4j.runtime.archive;

import static org.awaitility.Awaitility.await;

import io.mp4j.Context;
import io.mp4j.Mp;
import io.mp4j.ProcessStartException;
import io.mp4j.function.Action0;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;

/** Starts children that print whether they use an archive, and waits for files in between. */
public final class ArchiveProgram {
  /** Waits until there is an archive. */
  static final String AWAIT_ARCHIVE = "await-archive";

  /** Waits until an archive that was found damaged is gone. */
  static final String AWAIT_NONE = "await-none";

  /** Waits until somebody has begun to make an archive. */
  static final String AWAIT_BEGIN = "await-begin";

  /** Starts a child. */
  static final String CHILD = "child";

  /** Starts a child that prints where its main class is from. */
  static final String TELLING_CHILD = "telling-child";

  /** Starts a child that its JVM refuses to run. */
  static final String IMPOSSIBLE_CHILD = "impossible-child";

  /** Starts a child with a target of another class. */
  static final String OTHER_CHILD = "other-child";

  /** What a child prints. */
  static final String WITH = "with an archive";

  static final String WITHOUT = "without an archive";

  /** What is printed of a child that its JVM refuses to run. */
  static final String REFUSED = "refused";

  private ArchiveProgram() {}

  /**
   * Does one thing after the other.
   *
   * @param args what, of the above
   */
  public static void main(String[] args) throws Exception {
    for (String what : args) {
      switch (what) {
        case CHILD -> Mp.context().withSpares(0).process(ArchiveProgram::tell).start().join();
        case OTHER_CHILD -> Mp.context().withSpares(0).process(Other.target()).start().join();
        case TELLING_CHILD -> tellingContext().process(ArchiveProgram::tell).start().join();
        case IMPOSSIBLE_CHILD -> startImpossible();
        case AWAIT_BEGIN -> awaitCached(cached -> !cached.unfinished().isEmpty());
        case AWAIT_ARCHIVE -> awaitCached(cached -> !cached.notes().isEmpty());
        case AWAIT_NONE -> awaitCached(cached -> cached.notes().isEmpty());
        default -> throw new IllegalArgumentException(what);
      }
    }
    System.out.println(
        "children: " + Mp.activeChildren() + ", next: " + Mp.process(() -> {}).name());
  }

  private static Context tellingContext() {
    return Mp.context().withSpares(0).withJvmOptions("-Xlog:class+load");
  }

  private static void startImpossible() throws InterruptedException {
    Context context = Mp.context().withSpares(0).withJvmOptions("-Xms64m", "-Xmx32m");
    try {
      context.process(ArchiveProgram::tell).start().join();
    } catch (ProcessStartException expected) {
      System.out.println(REFUSED);
    }
  }

  private static void tell() {
    boolean with =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(option -> option.startsWith("-XX:SharedArchiveFile="));
    System.out.println(with ? WITH : WITHOUT);
  }

  /** Another class. */
  static final class Other {
    private static Action0 target() {
      return ArchiveProgram::tell;
    }
  }

  private static void awaitCached(Predicate<Cached> condition) {
    Path cache = CacheDirectory.location();
    await().atMost(Duration.ofMinutes(2)).until(() -> condition.test(Cached.in(cache)));
  }
}
