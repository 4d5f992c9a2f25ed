package io.mp4j.runtime.threads;

import io.mp4j.MpException;
import io.mp4j.SharedMemory;
import io.mp4j.ipc.codec.StaysHere;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A block of bytes, outside of the heap, collected with what refers to it. */
final class LocalBlock implements SharedMemory, StaysHere {
  private static final LocalNames<Bytes> NAMES = new LocalNames<>();

  private final Bytes block;
  private final LocalDoor door;
  private final AtomicBoolean released = new AtomicBoolean();

  private LocalBlock(Bytes block) {
    this.block = block;
    this.door = new LocalDoor("SharedMemory", block.name());
  }

  /** What all handles of a block have in common. */
  private static final class Bytes extends LocalNames.Named {
    private final ByteBuffer bytes;

    Bytes(String name, ByteBuffer bytes) {
      super(name);
      this.bytes = bytes;
    }
  }

  static LocalBlock create(Optional<String> name, long size) {
    return new LocalBlock(NAMES.add(new Bytes(LocalNames.choose(name), allocate(size))));
  }

  private static ByteBuffer allocate(long size) {
    if (size > Integer.MAX_VALUE) {
      throw new MpException(
          "among threads a block is smaller than 2 GiB; Mp.sharedMemory makes larger ones: size="
              + size);
    }
    try {
      return ByteBuffer.allocateDirect((int) size);
    } catch (OutOfMemoryError e) {
      throw new MpException(
          "there is no room for a block; see -XX:MaxDirectMemorySize: size=" + size, e);
    }
  }

  static LocalBlock open(String name) {
    return new LocalBlock(NAMES.open(name));
  }

  @Override
  public String name() {
    return block.name();
  }

  @Override
  public long size() {
    return block.bytes.capacity();
  }

  @Override
  public ByteBuffer buffer() {
    return buffer(0, block.bytes.capacity());
  }

  @Override
  public ByteBuffer buffer(long offset, int length) {
    door.checkOpen();
    long unused = Objects.checkFromIndexSize(offset, (long) length, size());
    return block.bytes.slice((int) offset, length).order(ByteOrder.nativeOrder());
  }

  @Override
  public void unlink() {
    door.checkOpen();
    NAMES.unlink(block);
  }

  @Override
  public void close() {
    door.close();
    if (released.compareAndSet(false, true)) {
      NAMES.release(block);
    }
  }

  @Override
  public boolean isClosed() {
    return door.isClosed();
  }

  @Override
  public String toString() {
    return "SharedMemory " + name() + " (" + size() + " bytes)";
  }
}
