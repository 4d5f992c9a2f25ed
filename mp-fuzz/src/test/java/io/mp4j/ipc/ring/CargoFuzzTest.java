package io.mp4j.ipc.ring;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mp4j.MpException;
import io.mp4j.fuzz.Bait;
import io.mp4j.fuzz.Room;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Message;
import io.mp4j.ipc.codec.Parts;
import io.mp4j.ipc.tree.Tree;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A message says that it carries shared memory, or lies in a file. */
class CargoFuzzTest {
  private final Codec codec = new Codec(CargoFuzzTest.class.getClassLoader());

  static Stream<byte[]> messages() {
    return Stream.of(
        sealed(2, 9, "0-1"),
        sealed(0, 2, "../../../etc/passwd"),
        sealed(-1, 99, "/dev/zero"),
        ByteBuffer.allocate(16).putInt(Integer.MAX_VALUE).putInt(7).putLong(8).array(),
        ByteBuffer.allocate(16).putInt(-1).putInt(-1).putLong(-1).array());
  }

  private static byte[] sealed(int role, int kind, String name) {
    byte[] letters = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    int size = 4 + letters.length + Integer.BYTES;
    return ByteBuffer.allocate(1 + size)
        .put((byte) 5)
        .put((byte) role)
        .put((byte) kind)
        .putShort((short) letters.length)
        .put(letters)
        .putInt(size)
        .array();
  }

  @MethodSource("messages")
  @FuzzTest(maxDuration = "75s")
  void shouldOpenOrRefuse(byte[] data) throws Throwable {
    if (Bait.isIn(data)) {
      return;
    }
    Room.bound(data.length, () -> open(data));
    Room.bound(data.length, () -> unpack(data));
    Room.bound(data.length, () -> readLarge(data));
  }

  private void open(byte[] data) {
    try {
      Object unused = Parcel.open(codec.decoder(), data, Parts.NONE);
    } catch (MpException refused) {
      // as it should be
    }
  }

  private void unpack(byte[] data) {
    try {
      Object unused = Parcel.unpack(codec, new byte[] {5}, data);
    } catch (MpException refused) {
      // as it should be
    }
  }

  private static void readLarge(byte[] data) {
    Tree tree = Tree.current();
    Path ring = tree.directory().resolve("0-1");
    LargeRecords files = new LargeRecords(ring, tree);
    byte[] reference = Arrays.copyOf(data, Math.min(data.length, LargeDescriptor.REFERENCE));
    try {
      Message unused = files.read(reference);
    } catch (MpException lost) {
      // as it should be
    }
  }
}
