package io.mp4j.runtime.process;

import io.mp4j.Context;
import io.mp4j.ipc.codec.Codec;
import java.io.File;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The arguments of a child's JVM: those of this JVM that make sense twice, then the context's. */
final class JvmArguments {
  /** From this version on, children may call the kernel to sleep and wake each other. */
  private static final int FOREIGN_ACCESS = 22;

  /** HotSpot prints some of the reasons why it cannot start to standard output otherwise. */
  private static final String COMPLAIN_ON_STDERR = "-XX:+DisplayVMOutputToStderr";

  private JvmArguments() {}

  /** Lists everything that stands between {@code java} and the main class. */
  static List<String> of(Context context, Optional<Path> libraryJar) {
    List<String> inherited = InheritedOptions.of(context);
    List<String> arguments = new ArrayList<>(ChildDefaults.of(context, said(context, inherited)));
    arguments.addAll(inherited);
    arguments.addAll(LocaleOptions.of(context));
    addOnce(arguments, COMPLAIN_ON_STDERR);
    if (context.javaHome().isEmpty() && Runtime.version().feature() >= FOREIGN_ACCESS) {
      addOnce(arguments, "--enable-native-access=" + moduleOf(Codec.class));
    }
    String modulePath = System.getProperty("jdk.module.path");
    if (modulePath != null) {
      arguments.add("--module-path=" + String.join(File.pathSeparator, absolute(modulePath)));
      addOnce(arguments, "--add-modules=" + modules());
    }
    addHeap(arguments, context);
    for (Map.Entry<String, String> property : context.systemProperties().entrySet()) {
      arguments.add("-D" + property.getKey() + "=" + property.getValue());
    }
    arguments.addAll(DebuggerOptions.of(context));
    arguments.addAll(context.jvmOptions());
    String classPath = classPath(context, libraryJar);
    if (!classPath.isEmpty()) {
      arguments.add("-cp");
      arguments.add(classPath);
    }
    return arguments;
  }

  /** All that users say of a child's JVM, in the order in which it counts. */
  private static List<String> said(Context context, List<String> inherited) {
    List<String> said = new ArrayList<>(OptionVariables.of(context).options());
    said.addAll(OptionVariables.given(context.environment()));
    said.addAll(inherited);
    addHeap(said, context);
    said.addAll(context.jvmOptions());
    return said;
  }

  private static void addHeap(List<String> arguments, Context context) {
    if (context.heap().isPresent()) {
      arguments.add("-Xmx" + context.heap().get());
    }
  }

  /** A child has inherited it, when this JVM is one. */
  private static void addOnce(List<String> arguments, String argument) {
    if (!arguments.contains(argument)) {
      arguments.add(argument);
    }
  }

  /** Returns how an option names the module of a class. */
  static String moduleOf(Class<?> type) {
    Module module = type.getModule();
    return module.isNamed() ? module.getName() : "ALL-UNNAMED";
  }

  /**
   * The module that the program's main class is in is a root of its modules; the main class of a
   * child is in another one, so that each has to be named.
   */
  private static String modules() {
    return ModuleLayer.boot().configuration().modules().stream()
        .filter(module -> !isOfJdk(module.reference()))
        .map(ResolvedModule::name)
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static boolean isOfJdk(ModuleReference module) {
    return module.location().map(place -> place.getScheme().equals("jrt")).orElse(true);
  }

  /** Entries become absolute, because a child may run in another directory. */
  private static String classPath(Context context, Optional<Path> libraryJar) {
    List<String> entries = new ArrayList<>();
    if (libraryJar.isPresent()) {
      entries.add(libraryJar.get().toAbsolutePath().toString());
    }
    String ours = System.getProperty("java.class.path", "");
    boolean none = ours.isEmpty() && System.getProperty("jdk.module.main") != null;
    if (!none) {
      entries.addAll(absolute(ours));
    }
    for (Path entry : context.extraClassPath()) {
      entries.add(entry.toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  private static List<String> absolute(String path) {
    List<String> absolute = new ArrayList<>();
    for (String entry : path.split(File.pathSeparator, -1)) {
      absolute.add(Path.of(entry).toAbsolutePath().toString());
    }
    return absolute;
  }
}
