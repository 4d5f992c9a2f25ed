package io.mp4j.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySweeperTest {
  @TempDir Path location;

  private Path directory(String name, boolean withLockFile) throws IOException {
    Path directory = Files.createDirectory(location.resolve(name));
    Files.createFile(directory.resolve("hub.sock"));
    if (withLockFile) {
      Files.createFile(directory.resolve(PrivateDirectory.LOCK_FILE));
    }
    return directory;
  }

  @Test
  void shouldRemoveWhatNobodyHolds() throws IOException {
    Path left = directory("mp4j-1-abandoned", true);
    DirectorySweeper.sweep(location);
    assertThat(left).doesNotExist();
  }

  @Test
  void shouldLeaveWhatSomebodyHolds() throws IOException {
    Path held = directory("mp4j-2-held", true);
    try (FileChannel channel =
            FileChannel.open(held.resolve(PrivateDirectory.LOCK_FILE), StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      DirectorySweeper.sweep(location);
      assertThat(held).isDirectoryContaining("glob:**hub.sock");
    }
  }

  @Test
  void shouldGiveAProgramTimeToLockItsNewDirectory() throws IOException {
    Path young = directory("mp4j-3-young", false);
    Path old = directory("mp4j-4-old", false);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(3600)));
    DirectorySweeper.sweep(location);
    assertThat(young).exists();
    assertThat(old).doesNotExist();
  }

  @Test
  void shouldLeaveItsOwnAndWhatIsNotOurs() throws IOException {
    Path own = directory("mp4j-" + ProcessHandle.current().pid() + "-own", true);
    Path other = directory("other-5-directory", true);
    DirectorySweeper.sweep(location);
    assertThat(own).exists();
    assertThat(other).exists();
  }

  @Test
  void shouldBearALocationThatDoesNotExist() {
    DirectorySweeper.sweep(location.resolve("nowhere"));
    assertThat(location).isEmptyDirectory();
  }
}
