package io.mp4j.runtime.process;

import io.mp4j.runtime.archive.ArchiveMain;
import io.mp4j.runtime.archive.ArchiveMaker;
import io.mp4j.runtime.archive.ArchiveUse;
import io.mp4j.runtime.archive.Archives;
import io.mp4j.runtime.event.Timer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The archive of classes that a child's JVM may use, from its launch until it has come up. */
final class ChildArchive {
  /** Above it, references do not fit 32 bits. */
  private static final long WIDE_HEAP = 32L << 30;

  /** Exit codes of a JVM that was ended from outside, by SIGHUP, SIGINT, SIGKILL or SIGTERM. */
  private static final Set<Integer> BY_OTHERS = Set.of(129, 130, 137, 143);

  /** A program that ends so soon has its archive made at its end, which then is not in its way. */
  private static final Duration SHORT_PROGRAM = Duration.ofSeconds(1);

  private static final Map<java.lang.Process, ChildArchive> COMING_UP = new ConcurrentHashMap<>();

  /** With which children have come up, for the program's end. */
  private static final Map<ArchiveUse, ChildArchive> USED = new ConcurrentHashMap<>();

  /** With which a child has come up, and which nobody has looked after yet. */
  private static final Queue<ChildArchive> PROVEN = new ConcurrentLinkedQueue<>();

  private final ArchiveUse use;
  private final ArchiveMaker maker;
  private final List<String> options;

  private ChildArchive(ArchiveUse use, ArchiveMaker maker) {
    this.use = use;
    this.maker = maker;
    this.options = use.options();
  }

  /**
   * Finds it.
   *
   * @param ours a file that is known to be this user's
   */
  static Optional<ChildArchive> of(LaunchPlan plan, Path ours) {
    if (!FastStart.usesArchives() || !Library.isOnClassPath()) {
      return Optional.empty();
    }
    List<String> arguments = plan.arguments();
    List<String> variables = new ArrayList<>(plan.optionVariables().options());
    variables.addAll(OptionVariables.given(plan.environment()));
    List<String> all = new ArrayList<>(variables);
    all.addAll(arguments);
    long heap = SizeOptions.largestHeap(all).orElse(Runtime.getRuntime().maxMemory());
    Path home = plan.java().getParent().getParent();
    return Archives.of(ours, home, arguments, variables, heap >= WIDE_HEAP)
        .map(
            use ->
                new ChildArchive(
                    use,
                    new ArchiveMaker(
                        plan.java(),
                        arguments,
                        Library.mainClass(ArchiveMain.class),
                        Library.mainClass(),
                        ArgumentFile::contents,
                        builder -> Launcher.surround(builder, plan))));
  }

  /** Returns the options for the child; they stand first, so that those of users count. */
  List<String> options() {
    return options;
  }

  /** Remembers it until the child is up. */
  void launched(java.lang.Process process) {
    COMING_UP.put(process, this);
  }

  /** A child has come up. */
  static void isUp(java.lang.Process process) {
    ChildArchive archive = COMING_UP.remove(process);
    if (archive == null) {
      return;
    }
    USED.putIfAbsent(archive.use, archive);
    if (archive.use.isUnsettled()) {
      PROVEN.add(archive);
      Timer.schedule(SHORT_PROGRAM, () -> Events.executor().execute(archive::lookAfter));
    }
  }

  private void lookAfter() {
    if (PROVEN.remove(this)) {
      use.childIsUp(maker);
    }
  }

  /** The program ends; what it has not had made by now the next one would miss as well. */
  static void programEnds() {
    PROVEN.clear(); // there is no time any more to verify one
    for (ChildArchive archive : USED.values()) {
      archive.use.programEnds(archive.maker);
    }
  }

  /** A child has ended, perhaps before it had come up; that may be the archive's fault. */
  static void isOver(java.lang.Process process) {
    ChildArchive archive = COMING_UP.remove(process);
    int code = process.exitValue();
    if (archive == null || archive.options.isEmpty() || BY_OTHERS.contains(code)) {
      return;
    }
    if (ExitCode.isOfSignal(code)) {
      archive.use.childCrashedEarly();
    } else { // such as 1 for options that no JVM understands
      archive.use.childEndedEarly();
    }
  }
}
