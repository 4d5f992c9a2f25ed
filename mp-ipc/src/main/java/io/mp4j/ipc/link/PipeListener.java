package io.mp4j.ipc.link;

import io.mp4j.ProcessStartException;
import io.mp4j.ipc.directory.ThisProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/**
 * The parent's side of links by pipes: reads the named pipe on which all its children write, in a
 * daemon thread of its own, {@code mp4j-pipes}.
 *
 * <p>Chunks are read in the order in which they were written. So when the parent itself writes one
 * that says that a child has ended, everything of that child comes before.
 */
public final class PipeListener implements LinkListener {
  private static final int BUFFER = 64 * 1024;
  private static final long END_LIMIT_MILLIS = 200;

  /** The child that never is: its chunk ends the thread. */
  private static final long NOBODY = 0;

  private final Map<Long, PipePeer> peers = new ConcurrentHashMap<>();
  private final AtomicLong lastChildId = new AtomicLong(NOBODY);
  private final NamedPipes pipes;
  private final Path path;

  /** Open for both, so that opening it does not wait and reading it does not end. */
  private final RandomAccessFile pipe;

  private final Thread thread = new Thread(this::run, "mp4j-pipes");

  private PipeListener(NamedPipes pipes, Path path) throws IOException {
    this.pipes = pipes;
    this.path = path;
    this.pipe = new RandomAccessFile(path.toFile(), "rw");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Makes a named pipe and begins to read it.
   *
   * @param directory where; it must be open to our user alone
   * @return a listener
   * @throws IOException when there can be no such pipe here: the operating system has none, the
   *     {@code mkfifo} of POSIX is missing, or the file system takes none
   */
  public static PipeListener open(Path directory) throws IOException {
    NamedPipes pipes = new NamedPipes(directory);
    return new PipeListener(pipes, pipes.take());
  }

  /**
   * Returns where the pipe is.
   *
   * @return its path
   */
  public Path path() {
    return path;
  }

  /**
   * Returns where others wake this process.
   *
   * @return the path of a named pipe on which nobody reads yet
   */
  public Path bell() {
    return NamedPipes.bell(path);
  }

  @Override
  public Door expect(Token token, FrameReceiver receiver) {
    long childId = lastChildId.incrementAndGet();
    Path own;
    try {
      own = pipes.take();
      peers.put(childId, new PipePeer(token, receiver, own));
    } catch (IOException e) {
      pipes.checkOpen(); // else it is gone with its directory
      throw new ProcessStartException("cannot make a pipe for a process: " + e.getMessage(), e);
    }
    return new Door(path.toString(), own.toString(), ThisProcess.pid(), childId, token);
  }

  @Override
  public void forget(long childId) {
    if (peers.containsKey(childId)) {
      write(childId);
    }
  }

  private void write(long childId) {
    ByteBuffer chunk = ByteBuffer.allocate(Chunk.MOST);
    Chunk.write(chunk, childId, ByteBuffer.allocate(0));
    try {
      pipe.write(chunk.array(), 0, chunk.limit());
    } catch (IOException closed) {
      LoggerFactory.getLogger(PipeListener.class).debug("the pipe is closed: {}", path, closed);
    }
  }

  // --- in the thread -----------------------------------------------------------------------------
  private void run() {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (true) {
        int n = pipe.read(buffer.array(), buffer.position(), buffer.remaining());
        if (n < 0) {
          break; // not a pipe any more
        }
        buffer.limit(buffer.position() + n).position(0);
        for (Chunk chunk = Chunk.read(buffer); chunk != null; chunk = Chunk.read(buffer)) {
          if (chunk.childId() == NOBODY) {
            return;
          }
          take(chunk);
        }
        buffer.compact();
      }
    } catch (IOException e) {
      LoggerFactory.getLogger(PipeListener.class).error("cannot read {}", path, e);
    } finally {
      peers.values().forEach(PipePeer::close);
      peers.clear();
    }
  }

  private void take(Chunk chunk) {
    PipePeer peer = peers.get(chunk.childId());
    if (peer == null) {
      return; // it is no more
    }
    boolean isGone = !chunk.payload().hasRemaining();
    if (isGone || !peer.take(chunk.payload())) {
      peers.remove(chunk.childId());
      peer.close();
    }
    if (isGone) {
      peer.gone();
    }
  }

  /** Ends all links. The pipe's directory is removed as a whole, by who made it. */
  @Override
  public void close() {
    write(NOBODY);
    try {
      thread.join(END_LIMIT_MILLIS);
      pipe.close();
      pipes.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LoggerFactory.getLogger(PipeListener.class).debug("cannot close {}", path, e);
    }
  }
}
