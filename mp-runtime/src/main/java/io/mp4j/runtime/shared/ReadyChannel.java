package io.mp4j.runtime.shared;

import io.mp4j.Waitable;
import io.mp4j.ipc.codec.StaysHere;
import io.mp4j.ipc.park.Parking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A channel that can be awaited together with other things. */
record ReadyChannel(SelectableChannel channel) implements Waitable, StaysHere {
  ReadyChannel {
    if (channel.isBlocking()) {
      throw new IllegalArgumentException(
          "a channel that is awaited is in non-blocking mode; call configureBlocking(false): "
              + channel);
    }
  }

  void register(Selector selector) throws IOException {
    SelectionKey unused = channel.register(selector, channel.validOps() & ~SelectionKey.OP_WRITE);
  }

  @Override
  public boolean isReady() {
    return select(0);
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    boolean ready = select(TimeUnit.NANOSECONDS.toMillis(Parking.nanos(timeout)));
    if (!ready && Thread.interrupted()) {
      throw new InterruptedException();
    }
    return ready;
  }

  private boolean select(long millis) {
    try (Selector selector = Selector.open()) {
      register(selector);
      return (millis == 0 ? selector.selectNow() : selector.select(millis)) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot wait for " + channel, e);
    }
  }
}
