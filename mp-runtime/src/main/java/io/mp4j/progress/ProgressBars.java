package io.mp4j.progress;

import io.mp4j.CallStats;
import io.mp4j.MpException;
import io.mp4j.ProgressListener;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Draws a bar on the terminal for each call of a pool:
 *
 * <pre>{@code
 * pool.withProgress(ProgressBars.on("rendering")).map(Picture::row, rows);
 * }</pre>
 *
 * <p>A bar shows the share that is done, how many items that are, the time so far and the time that
 * is left, and how many items have failed. It wanders while the input has not been read to its end,
 * and stays on the screen when the call is done.
 *
 * <p>The bars are those of {@code me.tongfei:progressbar}, which a program adds to its dependencies
 * to use this class; nothing else needs it, and workers do not load it.
 *
 * <p>Safe for all threads of the process that made it, for the calls of one pool. They are drawn by
 * the pool's thread for callbacks, so the last of a bar may come a moment after the results; {@link
 * io.mp4j.Pool#close()} waits for it. There is nothing to be closed. Python's programs use {@code
 * tqdm}.
 */
public final class ProgressBars implements ProgressListener {
  private static final String LIBRARY = "me.tongfei.progressbar.ProgressBar";

  /** Of so many calls it is remembered that they have ended. */
  private static final int MOST_ENDED = 1000;

  private final String task;
  private final Canvas canvas;

  /** Bars that are drawn, by the id of the call. Guarded by this, as is what follows. */
  private final Map<Long, Bar> bars = new HashMap<>();

  /** A call that was given up may report items that end later, and has had its bar. */
  private final Map<Long, Boolean> ended =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
          return size() > MOST_ENDED;
        }
      };

  ProgressBars(String task, Canvas canvas) {
    this.task = Objects.requireNonNull(task, "task is null");
    this.canvas = canvas;
    requireLibrary();
  }

  /**
   * Makes a listener that draws on standard error, if that is a terminal: a log is spared. For a
   * console that is none, as that of an IDE, there is {@link #on(String, PrintStream)}.
   *
   * @param task what stands before each bar
   * @return a listener for the calls of one pool
   * @throws MpException when {@code me.tongfei:progressbar} is not on the class path
   */
  public static ProgressBars on(String task) {
    return new ProgressBars(task, Canvas.ofTerminal());
  }

  /**
   * Makes a listener that draws on a stream, whatever that is. A bar is drawn anew after a carriage
   * return, without colours; of bars at the same time, each draws over the other.
   *
   * @param task what stands before each bar
   * @param out where to; not closed
   * @return a listener for the calls of one pool
   * @throws MpException when {@code me.tongfei:progressbar} is not on the class path
   */
  public static ProgressBars on(String task, PrintStream out) {
    return new ProgressBars(task, Canvas.of(Objects.requireNonNull(out, "out is null")));
  }

  /** Says what is missing at once, and not in a log when the first item is done. */
  private static void requireLibrary() {
    try {
      Class<?> unused = Class.forName(LIBRARY, false, ProgressBars.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new MpException(
          "progress bars need the library me.tongfei:progressbar, which is not on the class path;"
              + " add it to the dependencies, version 0.10.2 or later",
          e);
    }
  }

  /**
   * Draws how far a call has come. Called by the pool.
   *
   * @param call how far it has come
   */
  @Override
  public synchronized void onProgress(CallStats call) {
    if (canvas.isNowhere() || ended.containsKey(call.id())) {
      return;
    }
    Bar bar = bars.computeIfAbsent(call.id(), id -> new Bar(task, canvas, call));
    bar.show(call);
    if (call.ended()) {
      ended.put(call.id(), true);
      bars.remove(call.id());
      bar.close();
    }
  }

  @Override
  public String toString() {
    return "ProgressBars[" + task + "]";
  }
}
