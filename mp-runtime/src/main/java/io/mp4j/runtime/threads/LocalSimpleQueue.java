package io.mp4j.runtime.threads;

import io.mp4j.SimpleQueue;
import io.mp4j.ipc.codec.StaysHere;

/** A queue of few verbs: a channel of which all use both sides. */
final class LocalSimpleQueue<E> implements SimpleQueue<E>, StaysHere {
  private final Channel channel = new Channel();
  private final LocalDoor door = new LocalDoor("SimpleQueue", channel::wakeAll);

  @Override
  public void put(E item) throws InterruptedException {
    door.checkOpen();
    channel.put(Channel.Message.ofObject(item), door::checkOpen);
  }

  @Override
  @SuppressWarnings("unchecked") // items of type E were put
  public E get() throws InterruptedException {
    return (E) channel.take(Integer.MAX_VALUE, empty -> door.checkOpen()).object();
  }

  @Override
  public boolean isEmpty() {
    door.checkOpen();
    return channel.isEmpty();
  }

  @Override
  public void close() {
    door.close();
  }

  @Override
  public boolean isClosed() {
    return door.isClosed();
  }

  @Override
  public String toString() {
    return door.name();
  }
}
