package io.mp4j.ipc.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mp4j.MpException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are taken for segments, and files that are not. */
class SegmentTest {
  private static final int ROLES = 1;
  private static final int BODY = 1000;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void makeOne() {
    file = directory.resolve("one");
    Segment.create(
        file,
        SegmentKind.LOCK,
        ROLES,
        BODY,
        made -> made.memory().setLong(made.body() + 8, 0x1234_5678_9abcL));
  }

  private Segment open() throws NoSuchFileException {
    return Segment.open(file, SegmentKind.LOCK);
  }

  private void overwrite(int offset, byte... bytes) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(offset);
      out.write(bytes);
    }
  }

  private static byte[] ofInt(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  private void assertRefused(String... reasons) {
    assertThatExceptionOfType(MpException.class)
        .isThrownBy(this::open)
        .withMessageContaining(file.toString())
        .satisfies(refused -> assertThat(refused).message().contains(reasons));
  }

  @Test
  void shouldBeTheSameForAllWhoOpenIt() throws Exception {
    Segment one = open();
    Segment other = open();
    assertThat(one.memory().getLong(one.body() + 8)).isEqualTo(0x1234_5678_9abcL);
    one.memory().setIntVolatile(one.body(), 42);
    assertThat(other.memory().getIntVolatile(other.body())).isEqualTo(42);
    assertThat(other.bodySize()).isEqualTo(BODY);
    assertThat(other.roles()).isEqualTo(ROLES);
    assertThat(other.kind()).isEqualTo(SegmentKind.LOCK);
  }

  @Test
  void shouldBeReadableByItsOwnerAlone() throws Exception {
    assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"));
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void shouldNotReplaceAFileThatExists() throws Exception {
    assertThatThrownBy(() -> Segment.create(file, SegmentKind.LOCK, 0, 8, made -> {}))
        .isInstanceOf(MpException.class)
        .hasMessageContaining("exists already")
        .hasMessageContaining("one");
    assertThat(open().memory().getLong(open().body() + 8)).isEqualTo(0x1234_5678_9abcL);
  }

  @Test
  void shouldRefuseWhatIsForeign() throws Exception {
    Files.writeString(
        file, "a file of somebody else, which is long enough to have a header: it is");
    assertRefused("does not begin as shared memory of mp4j does");
  }

  @Test
  void shouldRefuseAnotherLayoutVersion() throws Exception {
    overwrite(SegmentDescriptor.VERSION_AT, ofInt(SegmentDescriptor.VERSION + 1));
    assertRefused(
        "another version",
        "ours=" + SegmentDescriptor.VERSION,
        "its=" + (SegmentDescriptor.VERSION + 1));
  }

  @Test
  void shouldRefuseAnotherKind() {
    assertThatThrownBy(() -> Segment.open(file, SegmentKind.RING))
        .isInstanceOf(MpException.class)
        .hasMessageContaining("asked=RING")
        .hasMessageContaining(file.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, SegmentDescriptor.HEADER - 1})
  void shouldNotBeThereYetWhileItIsTooShortForAHeader(int size) throws Exception {
    truncate(size); // as one is that somebody has just made, or was killed at making
    assertThatThrownBy(this::open)
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("not finished");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {SegmentDescriptor.HEADER, SegmentDescriptor.HEADER + SegmentDescriptor.HOLDERS - 1})
  void shouldRefuseWhatIsTooShortForItsTables(int size) throws Exception {
    truncate(size);
    assertRefused("damaged", "size=" + size);
  }

  @Test
  void shouldRefuseWhatWasTruncatedInItsBody() throws Exception {
    int size = SegmentDescriptor.body(ROLES) + BODY / 2;
    truncate(size);
    assertRefused("not whole", "size=" + size);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, Integer.MAX_VALUE})
  void shouldRefuseMoreTablesThanThereAre(int roles) throws Exception {
    overwrite(SegmentDescriptor.ROLES_AT, ofInt(roles));
    assertRefused("damaged", "roles=" + roles);
  }

  private void truncate(long size) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(size);
    }
  }

  @Test
  void shouldNotBeThereBeforeItIsFinished() throws Exception {
    overwrite(SegmentDescriptor.MAGIC_AT, new byte[8]);
    assertThatThrownBy(this::open).isInstanceOf(NoSuchFileException.class);
    assertThat(new SegmentGlance().lookAt(file)).isEmpty();
    Files.delete(file);
    assertThatThrownBy(this::open).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void shouldRefuseWhatIsNoFile() throws Exception {
    Path target = directory.resolve("target");
    Files.move(file, target);
    Files.createSymbolicLink(file, target);
    assertRefused("something else than a file");
    Files.delete(file);
    Files.createDirectory(file);
    assertRefused("something else than a file");
  }

  @Test
  void shouldRefuseWhatBelongsToAnotherUser() throws Exception {
    try {
      Files.setAttribute(file, "unix:uid", 54_321);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      assumeTrue(false, "only root can give files away: " + e);
    }
    assertRefused("another user");
  }

  @Test
  void shouldBeLookedAtWithoutBeingMapped() throws Exception {
    int process = 3 << Holders.SLOT_BITS | 7;
    open().holds(0).add(process);
    SegmentGlance glance = new SegmentGlance();
    assertThat(glance.lookAt(file)).contains(SegmentKind.LOCK);
    assertThat(glance.isHeldBy(process)).isTrue();
    assertThat(glance.isHeldBy(process + (1 << Holders.SLOT_BITS))).isFalse();
    assertThat(glance.isHeldBy(process + 1)).isFalse();
    truncate(100);
    assertThat(glance.lookAt(file)).isEmpty();
    assertThat(glance.lookAt(directory.resolve("none"))).isEmpty();
  }
}
