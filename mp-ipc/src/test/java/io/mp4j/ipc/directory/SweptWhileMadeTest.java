package io.mp4j.ipc.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that are made while somebody looks for what killed programs left. */
class SweptWhileMadeTest {
  private static final int MANY = 500;

  @TempDir Path location;

  @BeforeEach
  void setLocation() {
    System.setProperty(PrivateDirectory.LOCATION_PROPERTY, location.toString());
  }

  @AfterEach
  void clearLocation() {
    System.clearProperty(PrivateDirectory.LOCATION_PROPERTY);
  }

  @Test
  void shouldKeepADirectoryThatIsMadeWhileAnotherProgramSweeps() throws Exception {
    java.lang.Process sweeper =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                Sweeper.class.getName(),
                location.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(sweeper.getInputStream().read()).isNotNegative(); // it has begun
      for (int i = 0; i < MANY; i++) {
        try (PrivateDirectory made = PrivateDirectory.create()) {
          assertThat(Files.createFile(made.path().resolve("hub.sock"))).exists();
          assertThat(made.path().resolve(PrivateDirectory.LOCK_FILE)).exists();
        }
      }
      assertThat(sweeper.isAlive()).isTrue();
    } finally {
      sweeper.destroyForcibly().waitFor();
    }
  }

  /** Another program. */
  static final class Sweeper {
    public static void main(String[] args) throws Exception {
      System.out.println("sweeping");
      while (true) {
        DirectorySweeper.sweep(Path.of(args[0]), Path.of(args[0]));
      }
    }
  }

  /** What a killed parent has left, and its child enters. */
  @Test
  void shouldEnterADirectoryThatThisProcessIsAboutToRemove() throws Exception {
    Path left = full("mp4j-1-parent");
    long before = left.toFile().lastModified();
    Thread sweeper = new Thread(() -> DirectorySweeper.sweep(location, location));
    sweeper.start();
    while (left.toFile().lastModified() == before) {
      Thread.onSpinWait();
    }
    SharedDirectory entered = SharedDirectory.enter(left);
    sweeper.join();
    assertThat(left.resolve(PrivateDirectory.LOCK_FILE)).exists();
    assertThat(count(left)).isEqualTo(1);
    entered.leave();
  }

  @Test
  void shouldRemoveNothingWithoutTheLock() throws Exception {
    Path left = full("mp4j-1-killed");
    Path lockFile = left.resolve(PrivateDirectory.LOCK_FILE);
    AtomicBoolean isOver = new AtomicBoolean();
    Thread sweeper =
        new Thread(
            () -> {
              while (Files.exists(left) && !isOver.get()) {
                DirectorySweeper.sweep(location, location);
              }
            });
    sweeper.start();
    try {
      while (Files.exists(lockFile)) {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock()) {
          assertThat(lock).isNotNull();
          assertThat(count(left)).isIn(0, MANY + 1);
        } catch (NoSuchFileException | OverlappingFileLockException swept) {
          Thread.onSpinWait();
        }
      }
    } finally {
      isOver.set(true);
      sweeper.join();
    }
  }

  private Path full(String name) throws IOException {
    Path directory = location.resolve(name);
    OwnerOnly.createDirectory(directory);
    for (int i = 0; i < MANY; i++) {
      Files.createFile(directory.resolve(i + ".sock"));
    }
    Files.createFile(directory.resolve(PrivateDirectory.LOCK_FILE));
    return directory;
  }

  private static int count(Path directory) {
    String[] files = directory.toFile().list();
    return files == null ? 0 : files.length;
  }
}
