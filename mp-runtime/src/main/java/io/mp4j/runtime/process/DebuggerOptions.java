package io.mp4j.runtime.process;

import io.mp4j.Context;
import io.mp4j.runtime.child.DebuggerPort;
import java.util.List;

/** Options that open a debugger port in a child, which prints it. */
final class DebuggerOptions {
  /** Tells the child to print the port. */
  static final String PROPERTY = DebuggerPort.PROPERTY;

  private static final String AGENT =
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=localhost:0";

  private DebuggerOptions() {}

  static List<String> of(Context context) {
    if (!context.isDebugged()) {
      return List.of();
    }
    // The agent's own line stands on standard output, and does not say whose port it is.
    return List.of(
        AGENT + ",quiet=y",
        "--add-exports=java.base/jdk.internal.vm=" + JvmArguments.moduleOf(DebuggerPort.class),
        "-D" + PROPERTY + "=true");
  }
}
