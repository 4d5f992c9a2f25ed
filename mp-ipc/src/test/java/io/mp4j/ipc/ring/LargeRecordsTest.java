package io.mp4j.ipc.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.MpException;
import io.mp4j.SerializationException;
import io.mp4j.ipc.codec.Message;
import io.mp4j.ipc.codec.PartType;
import io.mp4j.ipc.codec.Parts;
import io.mp4j.ipc.tree.Tree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of large records, and files that are damaged. */
class LargeRecordsTest {
  private static final byte[] ENCODED = {1, 2, 3, 4, 5};

  @TempDir Path directory;
  private LargeRecords maker;
  private LargeRecords reader;

  @BeforeEach
  void findThem() {
    maker = new LargeRecords(directory.resolve("ring"), Tree.current());
    reader = new LargeRecords(directory.resolve("ring"), Tree.current());
  }

  @AfterAll
  static void leave() {
    Tree.current().leave();
  }

  private static Object array(PartType type, int length, int seed) {
    Random random = new Random(seed);
    Object array = type.make(length);
    for (int i = 0; i < length; i++) {
      int value = random.nextInt();
      switch (type) {
        case BYTES -> Array.setByte(array, i, (byte) value);
        case BOOLEANS -> Array.setBoolean(array, i, value > 0);
        case SHORTS -> Array.setShort(array, i, (short) value);
        case CHARS -> Array.setChar(array, i, (char) value);
        case INTS -> Array.setInt(array, i, value);
        case LONGS -> Array.setLong(array, i, random.nextLong());
        case FLOATS -> Array.setFloat(array, i, random.nextFloat());
        case DOUBLES -> Array.setDouble(array, i, random.nextGaussian());
        default -> throw new AssertionError(type);
      }
    }
    return array;
  }

  private static Object[] arrays(int seed, int longest) {
    Random random = new Random(seed);
    return Stream.of(PartType.values())
        .map(type -> array(type, random.nextInt(longest), seed))
        .toArray();
  }

  private byte[] write(Object... arrays) {
    return maker.write(ENCODED, 1, 3, Parts.of(List.of(arrays)));
  }

  private void assertHolds(byte[] reference, Object... arrays) {
    Message message = reader.read(reference);
    assertThat(message.bytes()).containsExactly(2, 3, 4);
    assertThat(Arrays.deepEquals(message.parts().arrays().toArray(), arrays)).isTrue();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private RandomAccessFile file() throws IOException {
    return new RandomAccessFile(files().get(0).toFile(), "rw");
  }

  private static byte[] entry(int kind, int length) {
    return ByteBuffer.allocate(8)
        .order(ByteOrder.nativeOrder())
        .putInt(kind)
        .putInt(length)
        .array();
  }

  @ParameterizedTest
  @EnumSource
  void shouldHoldArraysOfEachKind(PartType type) {
    for (int length : new int[] {0, 1, 7, 8_191, 8_192, 65_537, 1_000_003}) {
      Object array = array(type, length, length);
      byte[] reference = write(array);
      assertHolds(reference, array);
      maker.recycle(reference);
    }
  }

  @Test
  void shouldHoldManyArrays() {
    Object[] many = new Object[2_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = array(PartType.ofCode(1 + i % 8), i % 300, i);
    }
    assertHolds(write(many), many);
  }

  @Test
  void shouldHoldEncodedBytesAlone() {
    assertHolds(write());
    byte[] long3MiB = (byte[]) array(PartType.BYTES, 3 << 20, 3);
    byte[] reference = maker.write(long3MiB, 0, long3MiB.length, Parts.NONE);
    assertThat(LargeRecords.size(reference)).isEqualTo(long3MiB.length);
    assertThat(reader.read(reference).bytes()).isEqualTo(long3MiB);
  }

  @Test
  void shouldHoldOthersEachTimeAFileIsUsedAgain() throws IOException {
    for (int round = 0; round < 30; round++) {
      Object[] arrays = arrays(round, 20_000 * (1 + round % 3));
      byte[] reference = write(arrays);
      assertHolds(reference, arrays);
      assertHolds(reference, arrays);
      maker.recycle(reference);
    }
    assertThat(files()).hasSize(1);
    maker.deleteAll();
    assertThat(files()).isEmpty();
  }

  @Test
  void shouldGiveNobodyAFileThatIsInUse() {
    List<byte[]> references = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      references.add(write(arrays(i, 5_000)));
      if (i % 3 == 2) {
        byte[] read = references.remove(0);
        maker.recycle(read);
      }
    }
    int first = 40 - references.size();
    for (int i = 0; i < references.size(); i++) {
      assertHolds(references.get(i), arrays(first + i, 5_000));
    }
  }

  @Test
  void shouldNotChangeWithTheArray() {
    int[] array = (int[]) array(PartType.INTS, 100_000, 1);
    int[] before = array.clone();
    byte[] reference = write(array);
    Arrays.fill(array, 0);
    assertHolds(reference, before);
  }

  @Test
  void shouldDeleteWhatIsNotWorthKeeping() throws IOException {
    byte[] reference = write(new byte[40 << 20]);
    assertThat(files()).hasSize(1);
    maker.recycle(reference);
    assertThat(files()).isEmpty();
  }

  @Test
  void shouldSayThatAFileIsLost() {
    byte[] reference = write(new byte[1_000]);
    maker.delete(reference);
    assertThatThrownBy(() -> reader.read(reference))
        .isInstanceOf(MpException.class)
        .hasMessageContaining("a large message cannot be read");
  }

  private void assertDamaged(byte[] reference) {
    for (int use = 0; use < 3; use++) { // by a stream at first, then by a mapping
      assertThatThrownBy(() -> reader.read(reference))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("damaged");
    }
    LargeRecords.Reading reading = reader.open(reference);
    assertThatThrownBy(reading::read).isInstanceOf(SerializationException.class);
  }

  @Test
  void shouldRefuseLengthsAndKindsThatDoNotFitTheFile() throws IOException {
    byte[] reference = write(new byte[1_000], new int[1_000]);
    for (byte[] entry :
        List.of(
            entry(1, 100_000),
            entry(1, -1),
            entry(8, Integer.MAX_VALUE),
            entry(0, 10),
            entry(9, 10),
            entry(-7, 10))) {
      try (RandomAccessFile file = file()) {
        file.write(entry);
      }
      assertDamaged(reference);
    }
  }

  @Test
  void shouldRefuseAFileThatIsCutOff() throws IOException {
    byte[] reference = write(new byte[100_000]);
    for (int length : new int[] {100_000, 50, 3, 0}) {
      try (RandomAccessFile file = file()) {
        file.setLength(length);
      }
      assertDamaged(reference);
    }
  }

  @Test
  void shouldRefuseAReferenceThatDoesNotFitItsFile() {
    byte[] reference = write(new byte[100]);
    for (int at : new int[] {LargeDescriptor.ENCODED, LargeDescriptor.ARRAYS}) {
      for (int value : new int[] {Integer.MAX_VALUE, -1, 1_000}) {
        byte[] damaged = reference.clone();
        ByteBuffer.wrap(damaged).putInt(at, value);
        assertDamaged(damaged);
      }
    }
  }
}
