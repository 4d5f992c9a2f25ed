package io.mp4j;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * A child process: a JVM of its own that runs one target and ends.
 *
 * <p>Made by {@link Mp#process} or {@link Context#process}; nothing runs until {@link #start()}.
 * The target and its arguments are copied to the child when it starts, so later changes to them are
 * not seen by the other side.
 *
 * <p>All threads of the process that made it may use it, no other process. {@link #close()} is for
 * whoever started it and is optional: a process that has ended holds no resources.
 *
 * <p>A process that is no {@linkplain #setDaemon daemon} keeps this JVM from ending, as a thread
 * that is no daemon does; {@code System.exit} ends all children. When this JVM dies, however it
 * dies, its children {@linkplain OrphanPolicy end as well}.
 *
 * <p>Answers to Python's {@code multiprocessing.Process}. Where Python's users override {@code
 * run}, a target that is an object with fields does the same.
 */
@SuppressWarnings("JavaLangClash") // the plain name is Python's, and an explicit import wins
public interface Process extends AutoCloseable {
  /**
   * Starts the child and returns at once, while its JVM comes up.
   *
   * <p>The target is turned into bytes here, so that what cannot travel is refused here, and the
   * JVM that was launched for it ended; afterwards this object holds no reference to it. When the
   * JVM does not come up, {@link #join()} says why.
   *
   * @return this process
   * @throws SerializationException when the target or what it captures cannot travel
   * @throws ProcessStartException when no JVM can be launched
   * @throws IllegalStateException when it was started before, or is closed
   */
  Process start();

  /**
   * Waits until the child has ended, and all that it wrote has been passed on. What the target
   * threw is not thrown here: see {@link #exitCode()} and {@link #failure()}.
   *
   * @throws InterruptedException when the thread is interrupted; the child goes on
   * @throws ProcessStartException when the child ended before it could run its target
   * @throws IllegalStateException when it was not started, or is closed
   */
  void join() throws InterruptedException;

  /**
   * Waits until the child has ended, or the time is up.
   *
   * @param timeout how long to wait; zero or negative only looks
   * @return true when the child has ended
   * @throws InterruptedException when the thread is interrupted; the child goes on
   * @throws ProcessStartException when the child ended before it could run its target
   * @throws IllegalStateException when it was not started, or is closed
   */
  boolean join(Duration timeout) throws InterruptedException;

  /**
   * Tells whether the child is running.
   *
   * @return false before {@link #start()} and after the end
   * @throws IllegalStateException when it is closed
   */
  boolean isAlive();

  /**
   * Returns the name: by default {@code Process-1}, {@code Process-2} in the main process, {@code
   * Process-1:1} in its first child.
   *
   * @return the name
   */
  String name();

  /**
   * Gives the process another name, which means nothing to the library. Once the child has started
   * it keeps the name that it was given then.
   *
   * @param name the new name
   * @return this process
   */
  Process setName(String name);

  /**
   * Tells whether the child ends with this process.
   *
   * @return by default, what {@link CurrentProcess#isDaemon()} says of this process
   */
  boolean isDaemon();

  /**
   * Sets whether the child ends with this process instead of keeping it up. Unlike Python's, a
   * daemon may have children of its own.
   *
   * @param daemon true to end it with this process
   * @return this process
   * @throws IllegalStateException when it was started before
   */
  Process setDaemon(boolean daemon);

  /**
   * Returns the operating system's id of the child.
   *
   * @return the process id; empty before {@link #start()}
   * @throws IllegalStateException when it is closed
   */
  OptionalLong pid();

  /**
   * Returns the JDK's handle of the child.
   *
   * @return the handle
   * @throws IllegalStateException when it was not started, or is closed
   */
  ProcessHandle handle();

  /**
   * Returns how the child ended: 0 when the target returned, 1 when it threw, n after {@code
   * System.exit(n)}, and -n when signal n ended it (-9 after {@link #kill()}).
   *
   * <p>A JVM gives itself the codes 129, 130 and 143 when SIGHUP, SIGINT or SIGTERM ends it; they
   * are taken for those signals. On Windows a killed process has exit code 1.
   *
   * @return the exit code; empty before the end
   * @throws IllegalStateException when it is closed
   */
  OptionalInt exitCode();

  /**
   * Returns what the target threw, or why the child could not start. Python's parent sees only the
   * exit code.
   *
   * @return the exception, with the child's stack trace; empty while the child runs, and when it
   *     ended otherwise
   * @throws IllegalStateException when it is closed
   */
  Optional<Throwable> failure();

  /**
   * Returns the secret that the child inherits.
   *
   * @return a copy of the key
   */
  byte[] authKey();

  /**
   * Returns an object that is ready once the child has ended.
   *
   * @return the sentinel
   * @throws IllegalStateException when it was not started, or is closed
   */
  Waitable sentinel();

  /**
   * Returns a future of the {@linkplain #exitCode() exit code}. Completing or cancelling it does
   * nothing to the child.
   *
   * @return a future that completes normally when the child has ended, however it ended
   * @throws IllegalStateException when it was not started, or is closed
   */
  CompletableFuture<Integer> onExit();

  /**
   * Interrupts the thread that runs the target, so that its {@code finally} blocks run. Does
   * nothing when the child has ended; a child that is still coming up runs its target interrupted.
   *
   * @throws IllegalStateException when it was not started, or is closed
   */
  void interrupt();

  /**
   * Asks the child to end (SIGTERM): no {@code finally} block runs, but exit handlers and shutdown
   * hooks do. Does nothing when the child has ended. Children of the child end with it.
   *
   * @throws IllegalStateException when it was not started, or is closed
   */
  void terminate();

  /**
   * Ends the child at once (SIGKILL). Does nothing when the child has ended. Children of the child
   * notice and end by themselves.
   *
   * @throws IllegalStateException when it was not started, or is closed
   */
  void kill();

  /**
   * Asks the child and all processes below it to end, those too that other programs started.
   *
   * @throws IllegalStateException when it was not started, or is closed
   */
  void terminateTree();

  /**
   * Terminates the child when it is alive, waits for its end, and makes this object unusable; a
   * child that has not ended two seconds after being asked is killed. Python's {@code close}
   * refuses a live process instead. Closing again does nothing; an interrupt kills the child and
   * stays set.
   */
  @Override
  void close();
}
