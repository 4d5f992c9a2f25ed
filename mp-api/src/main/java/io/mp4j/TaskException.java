package io.mp4j;

import java.io.Serial;

/**
 * A task threw a checked exception, which is the {@linkplain #getCause() cause}.
 *
 * <p>A task's unchecked exceptions and errors are not wrapped: they are rethrown as themselves.
 */
public class TaskException extends MpException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Wraps a task's checked exception.
   *
   * @param cause what the task threw
   */
  public TaskException(Throwable cause) {
    super(cause.toString(), cause);
  }
}
