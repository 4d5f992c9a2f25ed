package io.mp4j.benchmarks;

/** Python is not there, or could not do what it was told; the message is one line. */
final class PythonException extends Exception {
  private static final long serialVersionUID = 1L;

  PythonException(String message) {
    super(message);
  }
}
