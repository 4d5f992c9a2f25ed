package io.mp4j;

import io.mp4j.function.Action0;
import io.mp4j.function.Action1;
import io.mp4j.function.Action2;
import io.mp4j.function.Action3;
import io.mp4j.spi.ContextProvider;
import io.mp4j.spi.MpProvider;
import io.mp4j.spi.SharedProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Settings for child processes, with the factories of {@link Mp} that use them.
 *
 * <p>Immutable and safe for all threads: each {@code with} method returns a changed copy. Start
 * from {@link Mp#context()}, whose children are like this JVM: same launcher, class path, JVM
 * options, environment and directory. In a context made from {@link Mp#threads()} the name prefix
 * counts; the other settings are kept and have no effect.
 *
 * <p>Answers to the context objects of Python's {@code multiprocessing.get_context}.
 */
public final class Context extends SharedFactory {
  static final Context DEFAULT = new Context(new ContextSettings(), Kind.PROCESSES);
  static final Context THREADS = new Context(new ContextSettings(), Kind.THREADS);

  private static final Pattern HEAP = Pattern.compile("[1-9][0-9]*[kKmMgGtT]?");

  /** What the processes of a context are. */
  private enum Kind {
    PROCESSES,
    THREADS
  }

  private final ContextSettings settings;
  private final Kind kind;

  private Context(ContextSettings settings, Kind kind) {
    this.settings = settings;
    this.kind = kind;
  }

  ContextProvider provider() {
    MpProvider provider = MpProvider.instance();
    return kind == Kind.THREADS ? provider.threads() : provider;
  }

  // --- factories ---------------------------------------------------------------------------------

  /**
   * Makes a process; see {@link Mp#process(Action0)}.
   *
   * @param target what the child runs
   * @return a process that has not been started
   */
  public Process process(Action0 target) {
    return provider().process(this, Arguments.require("target", target));
  }

  /**
   * Makes a process with an argument; see {@link Mp#process(Action0)}.
   *
   * @param <A> the type of the argument
   * @param target what the child runs
   * @param argument its argument; may be null
   * @return a process that has not been started
   */
  public <A> Process process(Action1<A> target, A argument) {
    return process(Arguments.require("target", target).bind(argument));
  }

  /**
   * Makes a process with two arguments; see {@link Mp#process(Action0)}.
   *
   * @param <A> the type of the first argument
   * @param <B> the type of the second argument
   * @param target what the child runs
   * @param first its first argument; may be null
   * @param second its second argument; may be null
   * @return a process that has not been started
   */
  public <A, B> Process process(Action2<A, B> target, A first, B second) {
    return process(Arguments.require("target", target).bind(first, second));
  }

  /**
   * Makes a process with three arguments; see {@link Mp#process(Action0)}.
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
  public <A, B, C> Process process(Action3<A, B, C> target, A first, B second, C third) {
    return process(Arguments.require("target", target).bind(first, second, third));
  }

  /**
   * Makes a pool with as many workers as there are processors.
   *
   * @return an open pool
   * @throws ProcessStartException when no JVM can be launched
   */
  public Pool pool() {
    return poolBuilder().build();
  }

  /**
   * Makes a pool.
   *
   * @param processes how many workers, at least 1
   * @return an open pool
   * @throws ProcessStartException when no JVM can be launched
   */
  public Pool pool(int processes) {
    return poolBuilder().processes(processes).build();
  }

  /**
   * Collects the settings of a pool.
   *
   * @return a builder with the defaults
   */
  public Pool.Builder poolBuilder() {
    return new PoolBuilder(this);
  }

  @Override
  SharedProvider shared() {
    return provider().shared();
  }

  // --- settings ----------------------------------------------------------------------------------

  /**
   * Adds options for the children's JVM, behind those of this JVM and those added before; where two
   * contradict each other, a JVM takes the last.
   *
   * @param options such as {@code -XX:+UseSerialGC}
   * @return a changed copy
   */
  public Context withJvmOptions(String... options) {
    List<String> added = List.of(options);
    return with(changed -> changed.jvmOptions = concat(changed.jvmOptions, added));
  }

  /**
   * Sets the largest size of the children's heap.
   *
   * @param heap a number with the unit k, m or g, such as {@code 256m}; as the JVM's {@code -Xmx}
   * @return a changed copy
   */
  public Context withHeap(String heap) {
    if (!HEAP.matcher(Arguments.require("heap", heap)).matches()) {
      throw new IllegalArgumentException(
          "heap is a number with the unit k, m or g, such as 256m: heap=" + heap);
    }
    return with(changed -> changed.heap = heap);
  }

  /**
   * Sets a variable in the children's environment.
   *
   * @param name the variable
   * @param value its value
   * @return a changed copy
   */
  public Context withEnvironment(String name, String value) {
    return environment(name, Optional.of(Arguments.require("value", value)));
  }

  /**
   * Removes a variable from the children's environment.
   *
   * @param name the variable
   * @return a changed copy
   */
  public Context withoutEnvironment(String name) {
    return environment(name, Optional.empty());
  }

  private Context environment(String name, Optional<String> value) {
    if (Arguments.require("name", name).isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException(
          "a variable's name is not empty and has no '=': name=" + name);
    }
    return with(changed -> changed.environment = put(changed.environment, name, value));
  }

  /**
   * Sets the directory in which the children run. Relative entries of the class path are made
   * absolute before they are handed over.
   *
   * @param directory an existing directory, which is looked at when a process starts
   * @return a changed copy
   */
  public Context withDirectory(Path directory) {
    Arguments.require("directory", directory);
    return with(changed -> changed.directory = directory);
  }

  /**
   * Sets a system property of the children's JVM before any code runs there. The value does not
   * appear on a command line.
   *
   * @param key the property
   * @param value its value
   * @return a changed copy
   */
  public Context withSystemProperty(String key, String value) {
    if (Arguments.require("key", key).isEmpty() || key.indexOf('=') >= 0) {
      throw new IllegalArgumentException(
          "a property's key is not empty and has no '=': key=" + key);
    }
    Arguments.require("value", value);
    return with(changed -> changed.systemProperties = put(changed.systemProperties, key, value));
  }

  /**
   * Adds entries to the end of the children's class path.
   *
   * @param entries jars or directories
   * @return a changed copy
   */
  public Context withExtraClassPath(Path... entries) {
    List<Path> added = List.of(entries);
    return with(changed -> changed.extraClassPath = concat(changed.extraClassPath, added));
  }

  /**
   * Sets the Java installation whose {@code bin/java} runs the children. Python's {@code
   * set_executable}.
   *
   * @param javaHome the installation; it must be able to load the class files of this program
   * @return a changed copy
   */
  public Context withJavaHome(Path javaHome) {
    Arguments.require("javaHome", javaHome);
    return with(changed -> changed.javaHome = javaHome);
  }

  /**
   * Sets the word that default names of processes start with, instead of {@code Process}.
   *
   * @param prefix the word
   * @return a changed copy
   */
  public Context withNamePrefix(String prefix) {
    Arguments.require("prefix", prefix);
    return with(changed -> changed.namePrefix = prefix);
  }

  /**
   * Sets where both output streams of the children go.
   *
   * @param output the destination
   * @return a changed copy
   */
  public Context withOutput(Output output) {
    return withStdout(output).withStderr(output);
  }

  /**
   * Sets where the standard output of the children goes.
   *
   * @param output the destination
   * @return a changed copy
   */
  public Context withStdout(Output output) {
    Arguments.require("output", output);
    return with(changed -> changed.stdout = output);
  }

  /**
   * Sets where the standard error of the children goes.
   *
   * @param output the destination
   * @return a changed copy
   */
  public Context withStderr(Output output) {
    Arguments.require("output", output);
    return with(changed -> changed.stderr = output);
  }

  /**
   * Sets what the children do when this process dies.
   *
   * @param policy the policy
   * @return a changed copy
   */
  public Context withOrphanPolicy(OrphanPolicy policy) {
    Arguments.require("policy", policy);
    return with(changed -> changed.orphanPolicy = policy);
  }

  /**
   * Sets how long a child may take until its JVM has come up; then it is killed and its start has
   * failed. By default one minute.
   *
   * @param timeout more than zero
   * @return a changed copy
   */
  public Context withStartTimeout(Duration timeout) {
    if (Arguments.require("timeout", timeout).isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("the start timeout is more than zero: timeout=" + timeout);
    }
    return with(changed -> changed.startTimeout = timeout);
  }

  /**
   * Returns the options added for the children's JVM.
   *
   * @return an immutable list
   */
  public List<String> jvmOptions() {
    return settings.jvmOptions;
  }

  /**
   * Returns the largest size of the children's heap.
   *
   * @return the size; empty when the JVM decides
   */
  public Optional<String> heap() {
    return Optional.ofNullable(settings.heap);
  }

  /**
   * Returns the changes to the children's environment.
   *
   * @return variables with their values; an empty value removes the variable
   */
  public Map<String, Optional<String>> environment() {
    return settings.environment;
  }

  /**
   * Returns the directory in which the children run.
   *
   * @return the directory; empty for the one of this process
   */
  public Optional<Path> directory() {
    return Optional.ofNullable(settings.directory);
  }

  /**
   * Returns the system properties set for the children.
   *
   * @return an immutable map
   */
  public Map<String, String> systemProperties() {
    return settings.systemProperties;
  }

  /**
   * Returns the entries added to the children's class path.
   *
   * @return an immutable list
   */
  public List<Path> extraClassPath() {
    return settings.extraClassPath;
  }

  /**
   * Returns the Java installation that runs the children.
   *
   * @return the installation; empty for the one of this process
   */
  public Optional<Path> javaHome() {
    return Optional.ofNullable(settings.javaHome);
  }

  /**
   * Returns the word that default names of processes start with.
   *
   * @return the word
   */
  public String namePrefix() {
    return settings.namePrefix;
  }

  /**
   * Returns where the standard output of the children goes.
   *
   * @return the destination
   */
  public Output stdout() {
    return settings.stdout;
  }

  /**
   * Returns where the standard error of the children goes.
   *
   * @return the destination
   */
  public Output stderr() {
    return settings.stderr;
  }

  /**
   * Returns what the children do when this process dies.
   *
   * @return the policy
   */
  public OrphanPolicy orphanPolicy() {
    return settings.orphanPolicy;
  }

  /**
   * Returns how long a child may take until its JVM has come up.
   *
   * @return the limit
   */
  public Duration startTimeout() {
    return settings.startTimeout;
  }

  private Context with(Consumer<ContextSettings> change) {
    ContextSettings copy = new ContextSettings(settings);
    change.accept(copy);
    return new Context(copy, kind);
  }

  private static <T> List<T> concat(List<T> head, List<T> tail) {
    List<T> all = new ArrayList<>(head);
    all.addAll(tail);
    return List.copyOf(all);
  }

  private static <V> Map<String, V> put(Map<String, V> map, String key, V value) {
    Map<String, V> copy = new TreeMap<>(map);
    copy.put(key, value);
    return Collections.unmodifiableMap(copy);
  }
}
