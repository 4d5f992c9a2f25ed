package io.mp4j.runtime.shared;

import io.mp4j.Waitable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Selects channels in a thread of its own while somebody waits for other things as well. */
final class ChannelWatch implements AutoCloseable {
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  /** Null when there are no channels. */
  private final Selector selector;

  private ChannelWatch(Selector selector) {
    this.selector = selector;
  }

  static ChannelWatch of(List<Waitable> all) {
    if (all.stream().noneMatch(ReadyChannel.class::isInstance)) {
      return new ChannelWatch(null);
    }
    try {
      ChannelWatch watch = new ChannelWatch(Selector.open());
      for (Waitable each : all) {
        if (each instanceof ReadyChannel channel) {
          channel.register(watch.selector);
        }
      }
      Thread thread = new Thread(watch::run, "mp4j-channel-watch");
      thread.setDaemon(true);
      thread.start();
      return watch;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot wait for channels", e);
    }
  }

  private void run() {
    try {
      int unused = selector.select();
    } catch (IOException | RuntimeException e) {
      // whoever waits looks at the channels and sees
    }
    ready.complete(null);
  }

  CompletableFuture<Void> ready() {
    return ready;
  }

  @Override
  public void close() {
    if (selector != null) {
      try {
        selector.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot stop waiting for channels", e);
      }
    }
  }
}
