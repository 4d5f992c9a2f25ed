package io.mp4j.runtime.value;

import static io.mp4j.runtime.Children.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mp4j.Lock;
import io.mp4j.Mp;
import io.mp4j.MpException;
import io.mp4j.Pipe;
import io.mp4j.Process;
import io.mp4j.Queue;
import io.mp4j.SharedMemory;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A memory file system that is full: what does not fit is refused, what is stored stays. The test
 * runs programs in a small one that they mount in a name space of their own.
 */
class NoRoomTest {
  private static final int MIB = 1 << 20;

  @TempDir Path directory;

  /** Runs a program with 12 MiB for shared memory, and returns what it printed. */
  private String outputOf(String scenario) throws Exception {
    Path memory = Files.createDirectory(directory.resolve("memory"));
    Path output = directory.resolve("output");
    String mount =
        "mount -t tmpfs -o size=12m,mode=777 tmpfs \"$1\" || exit 99; shift; exec \"$@\"";
    List<String> command =
        new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c"));
    command.addAll(List.of(mount, "sh", memory.toString()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-Dio.mp4j.memory=" + memory));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Program.class.getName(), scenario));
    java.lang.Process program = start(command, output);
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String printed = Files.readString(output);
    assumeTrue(program.exitValue() != 99 && !printed.startsWith("unshare:"), printed);
    return printed;
  }

  private static java.lang.Process start(List<String> command, Path output) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
    } catch (IOException e) {
      assumeTrue(false, "there are no name spaces here: " + e.getMessage());
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldRefuseObjectsThatDoNotFitAndKeepTheOthers() throws Exception {
    assertThat(outputOf("objects")).endsWith("well\n");
  }

  @Test
  void shouldNotFillTheMemoryToFindOutThatSomethingDoesNotFit() throws Exception {
    assertThat(outputOf("hopeless")).endsWith("well\n");
  }

  @Test
  void shouldRefuseItemsThatDoNotFitAndKeepTheOthers() throws Exception {
    assertThat(outputOf("items")).endsWith("well\n");
  }

  @Test
  void shouldRefuseLargeMessagesThatDoNotFitAndKeepTheOthers() throws Exception {
    assertThat(outputOf("large")).endsWith("well\n");
  }

  /** What the test runs. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      switch (args[0]) {
        case "objects" -> objects();
        case "hopeless" -> hopeless();
        case "items" -> items();
        default -> large();
      }
      System.out.println("well");
    }

    private static void checkRefusal(MpException refusal, long asked) {
      String text = refusal.getMessage();
      check(text.contains(System.getProperty("io.mp4j.memory")), "no path: " + text);
      check(text.contains("asked=" + asked) || asked < 0, "not what was asked: " + text);
      check(text.matches("(?s).*left=\\d+ bytes.*"), "not what is left: " + text);
    }

    private static void objects() throws Exception {
      try (SharedMemory stored = Mp.sharedMemory(4 * MIB)) {
        stored.buffer().put(4 * MIB - 1, (byte) 7);
        long most = 0;
        try (SharedMemory tooLarge = Mp.sharedMemory(20 * MIB)) {
          most = tooLarge.size();
        } catch (MpException refusal) {
          checkRefusal(refusal, -1);
          check(
              refusal.getMessage().matches("(?s).*asked=2097\\d{4} bytes.*"), refusal.getMessage());
        }
        check(most == 0, "20 MiB fit into 12");
        check(stored.buffer().get(4 * MIB - 1) == 7, "what was stored has changed");
        try (SharedMemory after = Mp.sharedMemory(6 * MIB);
            Lock lock = Mp.lock()) {
          check(after.size() == 6 * MIB && lock.tryLock(), "what was refused takes room");
        }
      }
    }

    private static void hopeless() throws Exception {
      Mp.lock().close(); // what is made once is there
      FileStore memory = Files.getFileStore(Path.of(System.getProperty("io.mp4j.memory")));
      long before = memory.getUsableSpace();
      long least = before;
      var asking = CompletableFuture.runAsync(Program::askForTooMuch);
      while (!asking.isDone()) {
        least = Math.min(least, memory.getUsableSpace());
      }
      asking.get();
      check(least > before - MIB, "filled up to " + least + " of " + before);
    }

    private static void askForTooMuch() {
      for (int i = 0; i < 50; i++) {
        try {
          Mp.sharedMemory(1L << 50).close();
        } catch (MpException refusal) {
          checkRefusal(refusal, -1);
        }
      }
    }

    private static byte[] item(int number, int length) {
      byte[] item = new byte[length];
      Arrays.fill(item, (byte) number);
      return item;
    }

    private static void items() throws Exception {
      try (Queue<byte[]> queue = Mp.queue()) {
        int put = fill(queue, 10_000);
        check(put > 300, "only so many fit: " + put);
        Process consumer = Mp.process(() -> checkItems(queue, put, 10_000)).start();
        consumer.join();
        check(consumer.exitCode().orElse(-1) == 0, "the items have changed");
        check(fill(queue, 10_000) > 100, "what was taken still takes room");
      }
    }

    private static int fill(Queue<byte[]> queue, int length) throws InterruptedException {
      int put = 0;
      try {
        while (put < 5_000) {
          queue.put(item(put, length));
          put++;
        }
      } catch (MpException refusal) {
        checkRefusal(refusal, -1);
        return put;
      }
      throw new AssertionError("all fit: " + put);
    }

    private static void checkItems(Queue<byte[]> queue, int count, int length) throws Exception {
      for (int i = 0; i < count; i++) {
        check(Arrays.equals(queue.get(), item(i, length)), "item " + i + " is another");
      }
      check(queue.isEmpty(), "more than was put");
    }

    private static void large() throws Exception {
      try (Pipe<byte[]> pipe = Mp.pipe();
          Queue<byte[]> queue = Mp.queue()) {
        int put = fill(queue, 3 * MIB);
        check(put == 3, "only so many fit: " + put);
        boolean refused = false;
        try {
          pipe.parent().sendBytes(new byte[3 * MIB]);
        } catch (MpException refusal) {
          checkRefusal(refusal, 3 * MIB);
          refused = true;
        }
        check(refused, "12 MiB and more fit into 12");
        pipe.parent().sendBytes(item(9, 1000));
        check(Arrays.equals(pipe.child().recvBytes(), item(9, 1000)), "the pipe is damaged");
        checkItems(queue, put, 3 * MIB);
        pipe.parent().sendBytes(item(5, 3 * MIB));
        check(Arrays.equals(pipe.child().recvBytes(), item(5, 3 * MIB)), "the message is damaged");
      }
    }
  }
}
