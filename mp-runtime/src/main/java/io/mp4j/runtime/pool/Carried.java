package io.mp4j.runtime.pool;

/**
 * What a task for a thread brings along that has to be held until it has arrived, such as the end
 * of a pipe: whoever sends the task may close it at once.
 */
public interface Carried {
  /** For tasks that bring nothing. */
  Carried NOTHING =
      new Carried() {
        @Override
        public void arrive() {}

        @Override
        public void drop() {}
      };

  /** It is the current worker's from now on; called before the task is run. */
  void arrive();

  /** Nobody will run the task, or it has arrived. */
  void drop();
}
