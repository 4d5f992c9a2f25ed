package io.mp4j.runtime.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Cuts what arrives into lines; one that does not end is handed over in pieces. */
final class LineSink implements OutputSink {
  private static final int LONGEST = 1 << 20;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Consumer<String> handler;
  private final Charset charset;

  private final AtomicInteger handled = new AtomicInteger();

  LineSink(Charset charset, Consumer<String> handler) {
    this.charset = charset;
    this.handler = handler;
  }

  @Override
  public void accept(byte[] block, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (block[i] == '\n') {
        line.write(block, start, i - start);
        hand();
        start = i + 1;
      }
    }
    line.write(block, start, length - start);
    if (line.size() > LONGEST) {
      hand();
    }
  }

  @Override
  public void end() {
    if (line.size() > 0) {
      hand();
    }
  }

  @Override
  public int handled() {
    return handled.get();
  }

  private void hand() {
    String text = line.toString(charset);
    line.reset();
    try {
      handler.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    } catch (Throwable e) { // by code of users; the child must not be held up
      LoggerFactory.getLogger(LineSink.class).error("a handler of output lines failed", e);
    }
    handled.incrementAndGet();
  }
}
