package io.mp4j.runtime.pool;

import io.mp4j.ResultIterator;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a user holds of a call whose results are taken one by one: keeps the pool from being
 * dropped, which the call itself, known to the scheduler, must not.
 */
final class PoolResults<R> implements ResultIterator<R> {
  private final PoolVerbs pool;
  private final StreamedCall<R> call;

  PoolResults(PoolVerbs pool, StreamedCall<R> call) {
    this.pool = pool;
    this.call = call;
  }

  @Override
  public boolean hasNext() {
    try {
      return call.hasNext();
    } finally {
      Reference.reachabilityFence(pool);
    }
  }

  @Override
  public R next() {
    try {
      return call.next();
    } finally {
      Reference.reachabilityFence(pool);
    }
  }

  @Override
  public R take() throws InterruptedException {
    try {
      return call.take();
    } finally {
      Reference.reachabilityFence(pool);
    }
  }

  @Override
  public R next(Duration timeout) throws InterruptedException, TimeoutException {
    try {
      return call.next(timeout);
    } finally {
      Reference.reachabilityFence(pool);
    }
  }

  @Override
  public Stream<R> stream() {
    int order = call.isOrdered() ? Spliterator.ORDERED : 0;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, order), false)
        .onClose(this::close);
  }

  @Override
  public void close() {
    call.close();
  }

  @Override
  public String toString() {
    return call.toString();
  }
}
