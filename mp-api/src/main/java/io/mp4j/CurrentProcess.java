package io.mp4j;

/**
 * The process that asks, as {@link Mp#currentProcess()} gives it.
 *
 * <p>Answers to what Python's {@code multiprocessing.current_process()} returns.
 */
public interface CurrentProcess {
  /**
   * Returns the name of this process: {@code MainProcess} in a JVM that no other process of the
   * library started.
   *
   * @return the name
   */
  String name();

  /**
   * Gives this process another name. Only this process sees the change.
   *
   * @param name the new name
   */
  void setName(String name);

  /**
   * Returns the operating system's id of this process.
   *
   * @return the process id
   */
  long pid();

  /**
   * Tells whether this process ends with its parent.
   *
   * @return true for a daemon; false in the main process
   */
  boolean isDaemon();

  /**
   * Returns the secret that the whole tree of processes shares; children inherit it.
   *
   * @return a copy of the key, never empty in a process that has not set it
   */
  byte[] authKey();

  /**
   * Replaces the secret, for this process and for children that are made from now on.
   *
   * @param key the new key, which is copied
   */
  void setAuthKey(byte[] key);
}
