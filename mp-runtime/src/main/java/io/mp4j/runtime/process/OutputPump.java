package io.mp4j.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/**
 * Carries what a child writes to where it belongs, in a daemon thread of its own that ends with the
 * stream.
 */
final class OutputPump {
  private static final int BLOCK = 8192;

  private final CompletableFuture<Void> done = new CompletableFuture<>();

  private OutputPump() {}

  /** Starts a thread that carries everything of {@code stream} to {@code sink}. */
  static OutputPump start(String threadName, InputStream stream, OutputSink sink, Tail tail) {
    OutputPump pump = new OutputPump();
    Thread thread = new Thread(() -> pump.run(stream, sink, tail), threadName);
    thread.setDaemon(true);
    thread.start();
    return pump;
  }

  private void run(InputStream stream, OutputSink sink, Tail tail) {
    byte[] block = new byte[BLOCK];
    try (stream) {
      for (int n = stream.read(block); n >= 0; n = stream.read(block)) {
        tail.add(block, n);
        sink.accept(block, n);
      }
    } catch (IOException processIsGone) {
      // the end of the stream by another name
    } finally {
      try {
        sink.end();
      } finally {
        done.complete(null);
      }
    }
  }

  CompletableFuture<Void> done() {
    return done;
  }
}
