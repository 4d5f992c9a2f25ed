package io.mp4j;

import io.mp4j.function.Action0;
import io.mp4j.function.Action1;
import io.mp4j.function.Action2;
import io.mp4j.function.Action3;
import io.mp4j.function.Function1;
import io.mp4j.spi.ContextProvider;
import io.mp4j.spi.MpProvider;
import io.mp4j.spi.SharedProvider;
import io.mp4j.spi.TravelSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

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

  private static final String HEAP = "[1-9][0-9]*[kKmMgGtT]";

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
   * Launches JVMs ahead for processes that will be started with this context; see {@link
   * Mp#prewarm(int)}.
   *
   * @param count how many JVMs are to wait, at least 1; those that wait already count
   * @return completes when they are up, or cannot be; in a context made from {@link Mp#threads()}
   *     at once
   */
  public CompletableFuture<Void> prewarm(int count) {
    return provider().prewarm(this, Arguments.atLeast(1, "count", count));
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
    return provider().shared(this);
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
   * @param heap a number with the unit k, m, g or t, such as {@code 256m}; as the JVM's {@code
   *     -Xmx}
   * @return a changed copy
   */
  public Context withHeap(String heap) {
    if (!Arguments.require("heap", heap).matches(HEAP)) {
      throw new IllegalArgumentException(
          "heap is a number with the unit k, m, g or t, such as 256m: heap=" + heap);
    }
    return with(changed -> changed.heap = heap);
  }

  /**
   * Makes the children's JVM small and quick to start, for children that live for seconds: it
   * compiles with the fast compiler alone, so that code which runs for long reaches about half of
   * its full speed or less, from Java 18 on it calls by reflection without a method handle for
   * each, and from Java 25 on it collects garbage in one thread. Options that say otherwise count
   * instead, wherever they come from.
   *
   * @return a changed copy
   */
  public Context small() {
    return with(changed -> changed.small = true);
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
   * Says whether the children may ask this process for classes and resources that are not on their
   * class path: those of JShell, of a source file that was launched directly, of nested jars and of
   * plug-ins. They may, unless told otherwise.
   *
   * <p>A child runs what its parent sends it in any case. Turned off, it runs only what stands on
   * its class path, and anything else is an error that names the class.
   *
   * @param allowed whether they may
   * @return a changed copy
   */
  public Context withClassesFromParent(boolean allowed) {
    return with(changed -> changed.classesFromParent = allowed);
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
   * Says how many JVMs wait ready after the first start, so that the next start is a message and
   * not a launch. One waits unless something else is said.
   *
   * <p>A JVM that waits takes about as much memory as an idle worker. It was launched with
   * everything that this context says of options, environment and directory, is used once, and ends
   * with this JVM. None waits while memory is short, where standard output or error go to a file,
   * and in a context with {@link #debug()}.
   *
   * <p>Contexts that are alike share those that wait. With 0, each start launches a JVM: one that
   * waits is used only if somebody has asked for it by {@link #prewarm}.
   *
   * @param count how many; 0 for none
   * @return a changed copy
   */
  public Context withSpares(int count) {
    int checked = Arguments.atLeast(0, "count", count);
    return with(changed -> changed.spares = checked);
  }

  /**
   * Says how long a JVM waits that nobody uses, see {@link #withSpares}. Half a minute unless
   * something else is said.
   *
   * @param time more than zero
   * @return a changed copy
   */
  public Context withSpareIdleTime(Duration time) {
    if (Arguments.require("time", time).isNegative() || time.isZero()) {
      throw new IllegalArgumentException("spares wait for more than no time: time=" + time);
    }
    return with(changed -> changed.spareIdleTime = time);
  }

  // --- what travels ------------------------------------------------------------------------------

  /**
   * Lets objects of a class travel by other means than their fields. Python's {@code
   * ForkingPickler.register}.
   *
   * <p>Where one of them is met, {@code reduce} is called in the process that sends, and what it
   * returns travels in its place, however deep; {@code rebuild} makes an object of it where it
   * arrives. Both are code that travels to the children itself.
   *
   * <p>It counts for objects of exactly that class, not of its subclasses. Of an interface or an
   * abstract class it counts for all objects that are of it and have no serializer of their own;
   * among several such, the one added last counts. A serializer replaces one of the same class.
   *
   * <p>It counts for what this context makes: arguments and results of its processes and pools,
   * items of its queues and pipes; and is the default of what its children make.
   *
   * @param <T> the type of the objects
   * @param <R> the type of what travels
   * @param type their class
   * @param reduce takes an object apart; what it returns must be able to travel
   * @param rebuild makes an object of what {@code reduce} returned; not null
   * @return a changed copy
   * @throws IllegalArgumentException when the class is a primitive's, its box, a text's, an array's
   *     or an enum's
   */
  public <T, R> Context withSerializer(
      Class<T> type,
      Function1<? super T, ? extends R> reduce,
      Function1<? super R, ? extends T> rebuild) {
    Arguments.require("type", type);
    Arguments.require("reduce", reduce);
    Arguments.require("rebuild", rebuild);
    return with(
        changed ->
            changed.travel = TravelRules.withSerializer(changed.travel, type, reduce, rebuild));
  }

  /**
   * Adds classes that may travel where {@linkplain #withRegistrationRequired registration is
   * required}, with their superclasses. For lambdas and method references, it is the class whose
   * code makes them.
   *
   * @param types the classes
   * @return a changed copy
   */
  public Context withRegisteredClasses(Class<?>... types) {
    List<Class<?>> added = List.of(types);
    return with(changed -> changed.travel = TravelRules.withRegistered(changed.travel, added));
  }

  /**
   * Demands that only known classes travel, in either direction: {@linkplain #withRegisteredClasses
   * registered} ones, those with a {@linkplain #withSerializer serializer}, and those of the JDK
   * and of this library. Everything else is refused with a {@link SerializationException}.
   *
   * @return a changed copy
   */
  public Context withRegistrationRequired() {
    return with(changed -> changed.travel = TravelRules.withRegistrationRequired(changed.travel));
  }

  /**
   * Sets a filter for the classes of what is received, here and in the children. What it rejects is
   * not even sent, so that the sender learns of it.
   *
   * <p>Patterns of classes, packages and modules count for all that travels; limits such as {@code
   * maxdepth} count where Java serialization is at work. Classes of this library pass.
   *
   * @param pattern as {@link java.io.ObjectInputFilter.Config#createFilter} takes it, such as
   *     {@code !com.acme.internal.**}
   * @return a changed copy
   * @throws IllegalArgumentException when it is no such pattern
   */
  public Context withDeserializationFilter(String pattern) {
    Arguments.require("pattern", pattern);
    return with(changed -> changed.travel = TravelRules.withFilter(changed.travel, pattern));
  }

  /**
   * Returns what this context says of the objects that travel between its processes.
   *
   * @return the settings
   */
  public TravelSettings travelSettings() {
    return settings.travel;
  }

  /**
   * Opens a debugger port in each child: one that is free, for this machine alone. The child does
   * not wait for the debugger. It prints one line to its standard error, such as {@code Process-1
   * (pid 4711) listens for a debugger at localhost:40123}; so does each worker of a pool.
   *
   * <p>The Java installation needs the module {@code jdk.jdwp.agent}, as every JDK has it. Whoever
   * can connect to the port can do with the child what its user can.
   *
   * @return a changed copy
   */
  public Context debug() {
    return with(changed -> changed.debug = true);
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
   * Returns whether the children may ask this process for classes.
   *
   * @return true unless it was turned off
   */
  public boolean classesFromParent() {
    return settings.classesFromParent;
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

  /**
   * Returns how many JVMs wait ready.
   *
   * @return 0 for none
   */
  public int spares() {
    return settings.spares;
  }

  /**
   * Returns how long a JVM waits that nobody uses.
   *
   * @return a positive duration
   */
  public Duration spareIdleTime() {
    return settings.spareIdleTime;
  }

  /**
   * Tells whether the children open a debugger port.
   *
   * @return true after {@link #debug()}
   */
  public boolean isDebugged() {
    return settings.debug;
  }

  /**
   * Tells whether the children's JVM is to be small.
   *
   * @return true after {@link #small()}
   */
  public boolean isSmall() {
    return settings.small;
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
