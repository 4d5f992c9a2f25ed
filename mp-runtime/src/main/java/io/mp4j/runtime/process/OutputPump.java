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

  private final OutputSink sink;

  /** Whether it has read something that is not passed on yet. */
  private volatile boolean holds;

  private OutputPump(OutputSink sink) {
    this.sink = sink;
  }

  /** Starts a thread that carries everything of {@code stream} to {@code sink}. */
  static OutputPump start(String threadName, InputStream stream, OutputSink sink, Tail tail) {
    OutputPump pump = new OutputPump(sink);
    Thread thread = new Thread(() -> pump.run(stream, tail), threadName);
    thread.setDaemon(true);
    thread.start();
    return pump;
  }

  private void run(InputStream stream, Tail tail) {
    byte[] block = new byte[BLOCK];
    try (stream) {
      for (int n = stream.read(block); n >= 0; n = stream.read(block)) {
        holds = true;
        tail.add(block, n);
        sink.accept(block, n);
        holds = false;
      }
    } catch (IOException processIsGone) {
      // the end of the stream by another name
    } finally {
      try {
        holds = true;
        sink.end();
      } finally {
        holds = false;
        done.complete(null);
      }
    }
  }

  CompletableFuture<Void> done() {
    return done;
  }

  /** Tells whether it has something in hand, rather than waits for the stream. */
  boolean holds() {
    return holds;
  }

  /** Returns a number that changes when a handler comes back. */
  int handled() {
    return sink.handled();
  }
}
