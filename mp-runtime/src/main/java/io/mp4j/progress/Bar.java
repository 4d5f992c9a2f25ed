package io.mp4j.progress;

import io.mp4j.CallStats;
import java.util.concurrent.atomic.AtomicBoolean;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.InteractiveConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * The bar of one call; with {@link ProgressBars}, all that knows the library that draws it. Its
 * thread draws, ten times a second when something is new.
 */
final class Bar {
  private static final int REDRAW_MILLIS = 100;
  private static final long INDEFINITE = -1;

  private final Once consumer;
  private final ProgressBar bar;
  private volatile CallStats latest;

  Bar(String task, Canvas canvas, CallStats first) {
    latest = first;
    consumer = new Once(consumer(canvas));
    // Its width is ours, since the library would ask the terminal through native code.
    bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(first.total().orElse(INDEFINITE))
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .setStyle(style(canvas))
            .setConsumer(consumer)
            .setEtaFunction(state -> latest.remaining())
            .startsFrom(0, first.elapsed())
            .build();
  }

  private static ProgressBarStyle style(Canvas canvas) {
    if (!canvas.hasBlocks()) {
      return ProgressBarStyle.ASCII;
    }
    return canvas.hasColours()
        ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK
        : ProgressBarStyle.UNICODE_BLOCK;
  }

  private static ProgressBarConsumer consumer(Canvas canvas) {
    return canvas.hasCursor()
        ? new InteractiveConsoleProgressBarConsumer(canvas.out(), canvas.width())
        : new ConsoleProgressBarConsumer(canvas.out(), canvas.width());
  }

  void show(CallStats call) {
    latest = call;
    call.total().ifPresent(bar::maxHint);
    bar.setExtraMessage(remark(call));
    bar.stepTo(call.done());
  }

  private static String remark(CallStats call) {
    String failed = call.failed() == 0 ? "" : " " + call.failed() + " failed";
    boolean givenUp = call.ended() && call.done() < call.total().orElse(0);
    return givenUp ? failed + " given up" : failed;
  }

  /** Draws it for the last time. */
  void close() {
    bar.close();
    consumer.close();
  }

  /**
   * Can be closed again, because the library forgets to close what it draws to when a bar is closed
   * before it was drawn the first time.
   */
  private static final class Once implements ProgressBarConsumer {
    private final ProgressBarConsumer consumer;
    private final AtomicBoolean closed = new AtomicBoolean();

    Once(ProgressBarConsumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public int getMaxRenderedLength() {
      return consumer.getMaxRenderedLength();
    }

    @Override
    public void accept(String drawing) {
      consumer.accept(drawing);
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        consumer.close();
      }
    }
  }
}
