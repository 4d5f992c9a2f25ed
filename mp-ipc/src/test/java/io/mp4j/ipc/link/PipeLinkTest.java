package io.mp4j.ipc.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameBuffers;
import io.mp4j.ipc.frame.FrameType;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Links by pipes. */
@DisabledOnOs(OS.WINDOWS)
class PipeLinkTest extends LinkScenarios {
  /** Does not fit into any pipe. */
  private static final int FULL = 2_000_000;

  private PipeListener pipes;

  @BeforeEach
  void listen() throws IOException {
    pipes = PipeListener.open(directory);
  }

  @Override
  LinkListener listener() {
    return pipes;
  }

  @Override
  ChildLink enter(Door door, Peer peer) throws IOException {
    return ChildLink.connect(door, peer);
  }

  @Test
  void shouldTellWhenAChildHasEndedAfterAllThatItSaid() throws Exception {
    connect();
    for (int i = 0; i < 500; i++) {
      childLink.send(new Frame(FrameType.FAILURE, new byte[1000]));
    }
    pipes.forget(1);
    parent.awaitClosed();
    assertThat(parent.frames).hasSize(500);
    child.awaitClosed();
  }

  @Test
  void shouldEndTheLinkOfAChildThatSaysGoodbye() throws Exception {
    connect();
    childLink.leave(Duration.ofSeconds(1));
    parent.awaitClosed();
    assertThat(parent.take().type()).isEqualTo(FrameType.EXITING);
    assertThat(child.closed).as("it knows").isNotDone();
  }

  @Test
  void shouldTellTheChildOfTheEndOfItsParent() throws Exception {
    connect();
    pipes.close();
    child.awaitClosed();
    childLink.send(Frame.of(FrameType.READY)); // says nothing: the receiver was told
  }

  @Test
  void shouldExpectNobodyOnceItIsClosed() {
    pipes.close();
    assertThatThrownBy(() -> pipes.expect(Token.random(), parent))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is ending");
  }

  @Test
  void shouldRefuseAWrongToken() throws Exception {
    Door door = pipes.expect(Token.random(), parent);
    childLink = enter(with(door, Token.random()), child);
    child.awaitClosed();
    assertThat(parent.link).isNotDone();
  }

  @Test
  void shouldHearNothingOfAChildThatIsNotExpected() throws Exception {
    write(hello(new Door("", "", 1, 77, Token.random())));
    connect();
    childLink.send(Frame.of(FrameType.READY));
    assertThat(parent.take().type()).isEqualTo(FrameType.READY);
  }

  @Test
  void shouldFindTheNextChunkBehindGarbage() throws Exception {
    connect();
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] garbage = new byte[random.nextInt(100)];
      random.nextBytes(garbage);
      write(garbage);
      childLink.send(new Frame(FrameType.FAILURE, new byte[i]));
    }
    for (int i = 0; i < 200; i++) {
      assertThat(parent.take().body()).hasSize(i);
    }
  }

  @Test
  void shouldCloseTheLinkOfAChildThatSpeaksAnotherProtocol() throws Exception {
    connect();
    ByteBuffer chunk = ByteBuffer.allocate(Chunk.MOST);
    Chunk.write(chunk, 1, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}));
    write(Arrays.copyOf(chunk.array(), chunk.limit()));
    parent.awaitClosed();
    child.awaitClosed();
  }

  @Test
  void shouldHoldBackWhatIsSentUntilItIsOpen() throws Exception {
    Door door = pipes.expect(Token.random(), parent);
    // To open it waits for somebody who may write.
    Path own = new NamedPipes(Files.createDirectory(directory.resolve("other"))).take();
    long lives = ProcessHandle.current().parent().orElseThrow().pid();
    Door slow = new Door(door.path(), own.toString(), lives, door.childId(), door.token());
    childLink = enter(slow, child);
    Thread sender = new Thread(() -> childLink.send(Frame.of(FrameType.READY)));
    sender.start();
    await().during(Duration.ofMillis(300)).until(() -> !parent.link.isDone() && sender.isAlive());
    try (RandomAccessFile hold = new RandomAccessFile(own.toFile(), "rw")) {
      assertThat(parent.take().type()).isEqualTo(FrameType.READY);
      sender.join();
      childLink.awaitOpen();
      assertThat(hold.getFD().valid()).isTrue();
    }
  }

  private void write(byte[] bytes) throws IOException {
    try (FileOutputStream out = new FileOutputStream(pipes.path().toFile())) {
      out.write(bytes);
    }
  }

  @Test
  void shouldNeverHoldUpWhoSendsToAChildThatDoesNotRead() throws Exception {
    Door door = pipes.expect(Token.random(), parent);
    try (RandomAccessFile own = new RandomAccessFile(door.ownPipe(), "rw")) {
      write(hello(door));
      for (int i = 0; i < 20; i++) {
        parent.opened().send(new Frame(FrameType.STACK, new byte[1_000_000]));
      }
      own.readFully(new byte[20 * 1_000_000]);
    }
  }

  private static byte[] hello(Door door) {
    ByteBuffer chunk = ByteBuffer.allocate(Chunk.MOST);
    byte[] frame = FrameBuffers.whole(new Hello(door.childId(), door.token()).toFrame());
    Chunk.write(chunk, door.childId(), ByteBuffer.wrap(frame));
    return Arrays.copyOf(chunk.array(), chunk.limit());
  }

  @Test
  void shouldGiveUpWaitingForAParentThatDoesNotRead() throws Exception {
    NamedPipes other = new NamedPipes(Files.createDirectory(directory.resolve("silent")));
    Path up = other.take();
    Path down = other.take();
    try (RandomAccessFile read = new RandomAccessFile(up.toFile(), "rw");
        RandomAccessFile written = new RandomAccessFile(down.toFile(), "rw")) {
      ChildLink link = enter(ofThisProcess(up, down), child);
      link.sendAndWait(new Frame(FrameType.FAILURE, new byte[30_000_000]), Duration.ofMillis(50));
      link.send(Frame.of(FrameType.READY)); // comes back as well
      assertThat(read.read()).isNotNegative();
      assertThat(written.getFD().valid()).isTrue();
    }
    child.awaitClosed();
  }

  @Test
  void shouldLeaveAParentThatDoesNotRead() throws Exception {
    NamedPipes other = new NamedPipes(Files.createDirectory(directory.resolve("silent")));
    Path up = other.take();
    Path down = other.take();
    try (RandomAccessFile unread = new RandomAccessFile(up.toFile(), "rw");
        RandomAccessFile written = new RandomAccessFile(down.toFile(), "rw")) {
      ChildLink link = enter(ofThisProcess(up, down), child);
      link.awaitOpen();
      Thread filler = fill(unread);
      assertTimeoutPreemptively(
          Duration.ofSeconds(30), () -> link.leave(Duration.ofMillis(50)), "the pipe is full");
      assertThat(filler.isAlive()).as("it was full").isTrue();
      unread.readFully(new byte[FULL]); // lets those go on that write
      filler.join();
      assertThat(written.getFD().valid()).isTrue();
    }
  }

  /** Behind it, nobody reads or writes but the test. */
  private static Door ofThisProcess(Path up, Path down) {
    long pid = ProcessHandle.current().pid();
    return new Door(up.toString(), down.toString(), pid, 1, Token.random());
  }

  /** Writes until the pipe takes no more, and waits. */
  private static Thread fill(RandomAccessFile pipe) throws IOException {
    Thread filler =
        new Thread(
            () -> {
              try {
                pipe.write(new byte[FULL]);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    filler.setDaemon(true);
    filler.start();
    FileInputStream unread = new FileInputStream(pipe.getFD());
    await().during(Duration.ofMillis(300)).until(unread::available, isTheSameAsBefore());
    return filler;
  }

  private static Predicate<Integer> isTheSameAsBefore() {
    AtomicInteger before = new AtomicInteger();
    return now -> now > 0 && before.getAndSet(now) == now;
  }

  @Test
  void shouldEndAChildWhoseParentIsGoneBeforeItComes() throws Exception {
    Door door = pipes.expect(Token.random(), parent);
    Path nobody = new NamedPipes(Files.createDirectory(directory.resolve("other"))).take();
    Door orphaned = new Door(door.path(), nobody.toString(), -1, door.childId(), door.token());
    ChildLink link = enter(orphaned, child);
    assertThatThrownBy(link::awaitOpen)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gone");
    link.send(Frame.of(FrameType.READY)); // has nobody to go to
    new RandomAccessFile(nobody.toFile(), "rw").close(); // frees the thread that opens it
    child.awaitClosed();
  }

  @Test
  void shouldLeaveNoPipeBehind() throws Exception {
    connect();
    assertThat(Path.of(pipes.expect(Token.random(), parent).ownPipe())).exists();
    pipes.forget(2);
    await().until(() -> own(2).isEmpty());
    childLink.leave(Duration.ofSeconds(1));
    parent.awaitClosed();
    assertThat(own(1)).isEmpty();
  }

  /** The pipe of a child, if it is there; the first of all is the listener's. */
  private List<Path> own(int child) throws IOException {
    String name = child + 1 + ".pipe";
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.endsWith(name)).toList();
    }
  }

  private static Door with(Door door, Token token) {
    return new Door(door.path(), door.ownPipe(), door.parent(), door.childId(), token);
  }

  @Test
  void shouldSayThatThereCanBeNoPipe() {
    assertThatThrownBy(() -> PipeListener.open(directory.resolve("no/such/directory")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no/such/directory");
  }
}
