package io.mp4j;

/**
 * Is told how far a call has come; see {@link Calls#withProgress}.
 *
 * <p>{@code io.mp4j.progress.ProgressBars}, in the same jar as the implementation, is one that
 * draws a bar on the terminal.
 */
@FunctionalInterface
public interface ProgressListener {
  /**
   * A call has come further, or is done.
   *
   * @param call how far it has come
   */
  void onProgress(CallStats call);
}
