package io.mp4j;

import java.io.Serial;

/**
 * Stands for an exception of another process that could not be rebuilt in this one, because its
 * class is unknown here or it cannot be serialized.
 *
 * <p>Message, stack trace, causes and suppressed exceptions are those of the original.
 */
public final class RemoteException extends MpException {
  @Serial private static final long serialVersionUID = 1L;

  /** The name of the class that the other process threw. */
  private final String className;

  /**
   * Makes a stand-in.
   *
   * @param className the name of the class that the other process threw
   * @param message the message of the original; may be null
   * @param cause the cause of the original, or a stand-in for it; may be null
   */
  public RemoteException(String className, String message, Throwable cause) {
    super(message == null ? className : className + ": " + message);
    this.className = className;
    if (cause != null) { // else the place stays free, for a remote traceback
      initCause(cause);
    }
  }

  /**
   * Returns the name of the class that the other process threw.
   *
   * @return a binary class name
   */
  public String className() {
    return className;
  }
}
