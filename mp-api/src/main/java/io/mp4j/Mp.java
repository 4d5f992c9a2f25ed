package io.mp4j;

import io.mp4j.function.Action0;
import io.mp4j.function.Action1;
import io.mp4j.function.Action2;
import io.mp4j.function.Action3;
import io.mp4j.spi.MpProvider;
import java.util.List;
import java.util.Optional;

/**
 * The entry point: the functions of Python's {@code multiprocessing} module, on the default
 * context.
 *
 * <pre>{@code
 * try (Pool pool = Mp.pool(4)) {
 *   List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3, 4, 5));
 * }
 * }</pre>
 *
 * <p>Safe for all threads of all processes.
 */
public final class Mp {
  private Mp() {}

  /**
   * Returns the default context, from which others are made with {@code with} methods. Python's
   * {@code get_context()}.
   *
   * @return the default context
   */
  public static Context context() {
    return Context.DEFAULT;
  }

  /**
   * Makes a process that will run a target in a child JVM. Python's {@code Process(target=...)}.
   *
   * @param target what the child runs: a method reference, a lambda, or an object with fields
   * @return a process that has not been started
   */
  public static Process process(Action0 target) {
    return context().process(target);
  }

  /**
   * Makes a process with an argument; as {@link #process(Action0)}.
   *
   * @param <A> the type of the argument
   * @param target what the child runs
   * @param argument its argument; may be null
   * @return a process that has not been started
   */
  public static <A> Process process(Action1<A> target, A argument) {
    return context().process(target, argument);
  }

  /**
   * Makes a process with two arguments; as {@link #process(Action0)}.
   *
   * @param <A> the type of the first argument
   * @param <B> the type of the second argument
   * @param target what the child runs
   * @param first its first argument; may be null
   * @param second its second argument; may be null
   * @return a process that has not been started
   */
  public static <A, B> Process process(Action2<A, B> target, A first, B second) {
    return context().process(target, first, second);
  }

  /**
   * Makes a process with three arguments; as {@link #process(Action0)}.
   *
   * @param <A> the type of the first argument
   * @param <B> the type of the second argument
   * @param <C> the type of the third argument
   * @param target what the child runs
   * @param first its first argument; may be null
   * @param second its second argument; may be null
   * @param third its third argument; may be null
   * @return a process that has not been started
   */
  public static <A, B, C> Process process(Action3<A, B, C> target, A first, B second, C third) {
    return context().process(target, first, second, third);
  }

  /**
   * Makes a pool with as many workers as there are processors. Python's {@code Pool()}.
   *
   * @return an open pool
   * @throws ProcessStartException when no JVM can be launched
   */
  public static Pool pool() {
    return context().pool();
  }

  /**
   * Makes a pool. Python's {@code Pool(processes)}.
   *
   * @param processes how many workers, at least 1
   * @return an open pool
   * @throws ProcessStartException when no JVM can be launched
   */
  public static Pool pool(int processes) {
    return context().pool(processes);
  }

  /**
   * Collects the settings of a pool.
   *
   * @return a builder with the defaults
   */
  public static Pool.Builder poolBuilder() {
    return context().poolBuilder();
  }

  /**
   * Returns this process. Python's {@code current_process()}.
   *
   * @return the process that asks
   */
  public static CurrentProcess currentProcess() {
    return MpProvider.instance().currentProcess();
  }

  /**
   * Returns the process that started this one. Python's {@code parent_process()}.
   *
   * @return the parent; empty in the main process
   */
  public static Optional<ParentProcess> parentProcess() {
    return MpProvider.instance().parentProcess();
  }

  /**
   * Returns the children of this process that live, workers of pools among them. Python's {@code
   * active_children()}.
   *
   * @return a copy
   */
  public static List<Process> activeChildren() {
    return MpProvider.instance().activeChildren();
  }

  /**
   * Returns how many processors this process may use, with the limits of a container. Python's
   * {@code cpu_count()}.
   *
   * @return at least 1
   */
  public static int cpuCount() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Registers code to run when this process ends, with priority 0; see {@link #atExit(int,
   * Action0)}.
   *
   * @param handler the code
   */
  public static void atExit(Action0 handler) {
    atExit(0, handler);
  }

  /**
   * Registers code to run when this process ends: after its target and its threads that are no
   * daemons, or by {@code System.exit}, or by a signal that lets a JVM run its shutdown hooks.
   *
   * <p>Handlers of a higher priority run first, those of the same priority in reverse order; those
   * below zero run after the daemon children were ended. What one throws is logged and does not
   * keep the others from running. Children do not inherit handlers. Answers to Python's {@code
   * multiprocessing.util.Finalize} and {@code atexit.register}.
   *
   * @param priority the priority
   * @param handler the code
   * @throws IllegalStateException when this process is ending already
   */
  public static void atExit(int priority, Action0 handler) {
    MpProvider.instance().atExit(priority, Arguments.require("handler", handler));
  }
}
