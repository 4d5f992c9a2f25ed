package io.mp4j.ipc.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.ProcessStartException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DirectorySweeperTest {
  @TempDir Path location;

  private Path directory(String name, boolean withLockFile) throws IOException {
    Path directory = Files.createDirectory(location.resolve(name));
    if (OwnerOnly.POSIX) {
      Files.setPosixFilePermissions(directory, OwnerOnly.DIRECTORY);
    }
    Files.createFile(directory.resolve("hub.sock"));
    if (withLockFile) {
      Files.createFile(directory.resolve(PrivateDirectory.LOCK_FILE));
    }
    return directory;
  }

  @Test
  void shouldRemoveWhatNobodyHolds() throws IOException {
    Path left = directory("mp4j-1-abandoned", true);
    DirectorySweeper.sweep(location, location);
    assertThat(left).doesNotExist();
  }

  @Test
  void shouldLeaveWhatSomebodyHolds() throws IOException {
    Path held = directory("mp4j-2-held", true);
    try (FileChannel channel =
            FileChannel.open(held.resolve(PrivateDirectory.LOCK_FILE), StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      DirectorySweeper.sweep(location, location);
      assertThat(held).isDirectoryContaining("glob:**hub.sock");
    }
  }

  @Test
  void shouldGiveAProgramTimeToLockItsNewDirectory() throws IOException {
    Path young = directory("mp4j-3-young", false);
    Path old = directory("mp4j-4-old", false);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(3600)));
    DirectorySweeper.sweep(location, location);
    assertThat(young).exists();
    assertThat(old).doesNotExist();
  }

  @Test
  void shouldLeaveItsOwnAndWhatIsNotOurs() throws IOException {
    Path own = directory(PrivateDirectory.prefixOfThisProcess() + "own", true);
    Path successor = directory("mp4j-" + ProcessHandle.current().pid() + "-0-other", true);
    Path other = directory("other-5-directory", true);
    DirectorySweeper.sweep(location, location);
    assertThat(own).exists();
    assertThat(successor).doesNotExist();
    assertThat(other).exists();
  }

  /** Each class loader may have a copy of the library. */
  @Test
  void shouldLeaveWhatAnotherCopyOfTheLibraryInThisProcessHolds() throws Exception {
    String copied = PrivateDirectory.class.getName();
    URL[] here = {
      PrivateDirectory.class.getProtectionDomain().getCodeSource().getLocation(),
      ProcessStartException.class.getProtectionDomain().getCodeSource().getLocation()
    };
    try (URLClassLoader other = new URLClassLoader(here, ClassLoader.getPlatformClassLoader())) {
      Method prefix = other.loadClass(copied).getDeclaredMethod("prefixOfThisProcess");
      prefix.setAccessible(true);
      assertThat(prefix.getDeclaringClass()).isNotSameAs(PrivateDirectory.class);
      assertThat(prefix.invoke(null)).isEqualTo(PrivateDirectory.prefixOfThisProcess());
    }
  }

  @Test
  void shouldBearALocationThatDoesNotExist() {
    DirectorySweeper.sweep(location.resolve("nowhere"), location);
    assertThat(location).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void shouldWalkIntoNoTrap() throws Exception {
    Path victim = Files.createDirectory(location.resolve("victim"));
    Path treasure = Files.createFile(victim.resolve("treasure"));
    Files.setLastModifiedTime(victim, FileTime.from(Instant.now().minusSeconds(3600)));
    Files.createSymbolicLink(location.resolve("mp4j-6-link"), victim);

    Path pipe = directory("mp4j-7-pipe", false);
    new ProcessBuilder("mkfifo", pipe.resolve(PrivateDirectory.LOCK_FILE).toString())
        .start()
        .waitFor();

    Path open = directory("mp4j-8-open", true);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    DirectorySweeper.sweep(location, location);

    assertThat(treasure).exists();
    assertThat(pipe).exists();
    assertThat(open).exists();
  }
}
