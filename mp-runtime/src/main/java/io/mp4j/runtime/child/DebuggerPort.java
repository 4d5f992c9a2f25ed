package io.mp4j.runtime.child;

import java.util.Properties;

/** The port at which this JVM listens for a debugger; the agent chose it. */
public final class DebuggerPort {
  /** The system property by which a parent tells a child to print the port. */
  public static final String PROPERTY = "io.mp4j.internal.debug";

  private DebuggerPort() {}

  /** Prints the port, when the parent has asked for one. */
  static void announce(String... process) {
    if (Boolean.getBoolean(PROPERTY)) {
      System.err.println(
          String.join(" ", process)
              + " (pid "
              + ProcessHandle.current().pid()
              + ") listens for a debugger at "
              + address());
    }
  }

  /** The JDK keeps it for its own tools, such as {@code jcmd}. */
  private static String address() {
    try {
      Properties properties =
          (Properties)
              Class.forName("jdk.internal.vm.VMSupport")
                  .getMethod("getAgentProperties")
                  .invoke(null);
      String listener = properties.getProperty("sun.jdwp.listenerAddress", "");
      return "localhost:" + listener.substring(listener.lastIndexOf(':') + 1);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return "a port that this JVM does not tell: " + e;
    }
  }
}
