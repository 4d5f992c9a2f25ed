package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.RemoteException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * What can always be said of an exception: its class's name, message, stack trace, and the same of
 * its causes and suppressed exceptions.
 */
record Portrait(
    String className,
    String message,
    StackTraceElement[] frames,
    Portrait cause,
    Portrait[] suppressed) {
  private static final int MAX_DEPTH = 50;
  private static final Portrait[] NONE = {};

  static Portrait of(Throwable throwable) {
    return of(throwable, MAX_DEPTH, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static Portrait of(Throwable throwable, int depth, Set<Throwable> seen) {
    if (throwable == null || depth == 0 || !seen.add(throwable)) {
      return null;
    }
    Throwable[] suppressed = throwable.getSuppressed();
    Portrait[] portraits = new Portrait[suppressed.length];
    int count = 0;
    for (Throwable each : suppressed) {
      Portrait portrait = of(each, depth - 1, seen);
      if (portrait != null) {
        portraits[count++] = portrait;
      }
    }
    return new Portrait(
        throwable.getClass().getName(),
        messageOf(throwable),
        throwable.getStackTrace(),
        of(throwable.getCause(), depth - 1, seen),
        count == 0 ? NONE : Arrays.copyOf(portraits, count));
  }

  /** The code of an exception's class may fail like any other. */
  private static String messageOf(Throwable throwable) {
    try {
      return throwable.getMessage();
    } catch (Throwable e) { // it is the message that matters least
      return "(its getMessage() threw " + e.getClass().getName() + ")";
    }
  }

  RemoteException toException() {
    RemoteException exception =
        new RemoteException(className, message, cause == null ? null : cause.toException());
    exception.setStackTrace(frames);
    for (Portrait each : suppressed) {
      exception.addSuppressed(each.toException());
    }
    return exception;
  }

  void write(Output output) {
    output.writeString(className);
    output.writeString(message);
    output.writeVarInt(frames.length, true);
    for (StackTraceElement frame : frames) {
      output.writeString(frame.getModuleName());
      output.writeString(frame.getClassName());
      output.writeString(frame.getMethodName());
      output.writeString(frame.getFileName());
      output.writeVarInt(frame.getLineNumber(), false);
    }
    output.writeBoolean(cause != null);
    if (cause != null) {
      cause.write(output);
    }
    output.writeVarInt(suppressed.length, true);
    for (Portrait each : suppressed) {
      each.write(output);
    }
  }

  static Portrait read(Input input) {
    String className = input.readString();
    String message = input.readString();
    StackTraceElement[] frames = new StackTraceElement[BoundedInput.readCount(input)];
    for (int i = 0; i < frames.length; i++) {
      String module = input.readString();
      String type = input.readString();
      String method = input.readString();
      String file = input.readString();
      int line = input.readVarInt(false);
      frames[i] = new StackTraceElement(null, module, null, type, method, file, line);
    }
    Portrait cause = input.readBoolean() ? read(input) : null;
    Portrait[] suppressed = new Portrait[BoundedInput.readCount(input)];
    for (int i = 0; i < suppressed.length; i++) {
      suppressed[i] = read(input);
    }
    return new Portrait(className, message, frames, cause, suppressed);
  }
}
