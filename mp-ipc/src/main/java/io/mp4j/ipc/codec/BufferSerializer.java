package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.SerializationException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * Buffers: all that is in them, their position and limit, their byte order, and whether they are
 * direct and read-only. What is a view of another buffer, or of a file, arrives as a copy.
 */
final class BufferSerializer extends Serializer<Buffer> {
  private static final int DIRECT = 1;
  private static final int READ_ONLY = 2;
  private static final int LITTLE_ENDIAN = 4;

  @Override
  public void write(Kryo kryo, Output output, Buffer buffer) {
    Elements elements = Elements.of(buffer);
    boolean little = elements.orderOf(buffer) == ByteOrder.LITTLE_ENDIAN;
    output.writeString(elements.name());
    output.writeByte(
        (buffer.isDirect() ? DIRECT : 0)
            | (buffer.isReadOnly() ? READ_ONLY : 0)
            | (little ? LITTLE_ENDIAN : 0));
    output.writeVarInt(buffer.capacity(), true);
    output.writeVarInt(buffer.position(), true);
    output.writeVarInt(buffer.limit(), true);
    ArraySerializer.writeBytes(kryo, output, contentOf(buffer, elements));
  }

  /** All bytes of a buffer; not copied when they are an array of their own. */
  private static byte[] contentOf(Buffer buffer, Elements elements) {
    if (buffer instanceof ByteBuffer bytes
        && bytes.hasArray()
        && bytes.arrayOffset() == 0
        && bytes.array().length == bytes.capacity()) {
      return bytes.array();
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(buffer.capacity(), elements.size))
            .order(ByteOrder.LITTLE_ENDIAN);
    elements.copy(buffer.duplicate().clear(), elements.viewOf(bytes));
    return bytes.array();
  }

  @Override
  public Buffer read(Kryo kryo, Input input, Class<? extends Buffer> type) {
    Elements elements = Elements.valueOf(input.readString());
    int flags = input.readByte();
    int capacity = input.readVarInt(true);
    int position = input.readVarInt(true);
    int limit = input.readVarInt(true);
    byte[] content = ArraySerializer.readBytes(kryo, input);
    if (content.length != (long) capacity * elements.size) {
      throw new SerializationException(
          "a buffer has another size than its bytes: capacity="
              + capacity
              + ", bytes="
              + content.length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    ByteOrder order = (flags & LITTLE_ENDIAN) != 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    Buffer buffer;
    if ((flags & DIRECT) != 0) {
      buffer = elements.viewOf(ByteBuffer.allocateDirect(content.length).order(order));
      elements.copy(elements.viewOf(bytes), buffer);
    } else if (elements == Elements.BYTES) {
      buffer = bytes.order(order);
    } else {
      buffer = elements.onHeap(capacity);
      elements.copy(elements.viewOf(bytes), buffer);
    }
    Buffer arrived = (flags & READ_ONLY) != 0 ? elements.readOnly(buffer, order) : buffer;
    return arrived.limit(limit).position(position);
  }

  /** What is in a buffer. */
  private enum Elements {
    BYTES(Byte.BYTES),
    CHARS(Character.BYTES),
    SHORTS(Short.BYTES),
    INTS(Integer.BYTES),
    LONGS(Long.BYTES),
    FLOATS(Float.BYTES),
    DOUBLES(Double.BYTES);

    final int size;

    Elements(int size) {
      this.size = size;
    }

    static Elements of(Buffer buffer) {
      if (buffer instanceof ByteBuffer) {
        return BYTES;
      } else if (buffer instanceof CharBuffer) {
        return CHARS;
      } else if (buffer instanceof ShortBuffer) {
        return SHORTS;
      } else if (buffer instanceof IntBuffer) {
        return INTS;
      } else if (buffer instanceof LongBuffer) {
        return LONGS;
      } else if (buffer instanceof FloatBuffer) {
        return FLOATS;
      }
      return DOUBLES;
    }

    ByteOrder orderOf(Buffer buffer) {
      return switch (this) {
        case BYTES -> ((ByteBuffer) buffer).order();
        case CHARS -> ((CharBuffer) buffer).order();
        case SHORTS -> ((ShortBuffer) buffer).order();
        case INTS -> ((IntBuffer) buffer).order();
        case LONGS -> ((LongBuffer) buffer).order();
        case FLOATS -> ((FloatBuffer) buffer).order();
        case DOUBLES -> ((DoubleBuffer) buffer).order();
      };
    }

    Buffer viewOf(ByteBuffer bytes) {
      return switch (this) {
        case BYTES -> bytes;
        case CHARS -> bytes.asCharBuffer();
        case SHORTS -> bytes.asShortBuffer();
        case INTS -> bytes.asIntBuffer();
        case LONGS -> bytes.asLongBuffer();
        case FLOATS -> bytes.asFloatBuffer();
        case DOUBLES -> bytes.asDoubleBuffer();
      };
    }

    Buffer onHeap(int capacity) {
      return switch (this) {
        case BYTES -> throw new IllegalStateException("bytes need no copy");
        case CHARS -> CharBuffer.allocate(capacity);
        case SHORTS -> ShortBuffer.allocate(capacity);
        case INTS -> IntBuffer.allocate(capacity);
        case LONGS -> LongBuffer.allocate(capacity);
        case FLOATS -> FloatBuffer.allocate(capacity);
        case DOUBLES -> DoubleBuffer.allocate(capacity);
      };
    }

    Buffer readOnly(Buffer buffer, ByteOrder order) {
      return switch (this) {
        case BYTES -> ((ByteBuffer) buffer).asReadOnlyBuffer().order(order);
        case CHARS -> ((CharBuffer) buffer).asReadOnlyBuffer();
        case SHORTS -> ((ShortBuffer) buffer).asReadOnlyBuffer();
        case INTS -> ((IntBuffer) buffer).asReadOnlyBuffer();
        case LONGS -> ((LongBuffer) buffer).asReadOnlyBuffer();
        case FLOATS -> ((FloatBuffer) buffer).asReadOnlyBuffer();
        case DOUBLES -> ((DoubleBuffer) buffer).asReadOnlyBuffer();
      };
    }

    /** Copies all that there is, and leaves the position of the target where it was. */
    void copy(Buffer source, Buffer target) {
      switch (this) {
        case BYTES -> ((ByteBuffer) target.duplicate()).put((ByteBuffer) source);
        case CHARS -> ((CharBuffer) target.duplicate()).put((CharBuffer) source);
        case SHORTS -> ((ShortBuffer) target.duplicate()).put((ShortBuffer) source);
        case INTS -> ((IntBuffer) target.duplicate()).put((IntBuffer) source);
        case LONGS -> ((LongBuffer) target.duplicate()).put((LongBuffer) source);
        case FLOATS -> ((FloatBuffer) target.duplicate()).put((FloatBuffer) source);
        case DOUBLES -> ((DoubleBuffer) target.duplicate()).put((DoubleBuffer) source);
      }
    }
  }
}
