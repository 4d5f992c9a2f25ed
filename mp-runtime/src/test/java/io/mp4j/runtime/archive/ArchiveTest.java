package io.mp4j.runtime.archive;

import static io.mp4j.runtime.archive.ArchiveProgram.AWAIT_ARCHIVE;
import static io.mp4j.runtime.archive.ArchiveProgram.AWAIT_BEGIN;
import static io.mp4j.runtime.archive.ArchiveProgram.AWAIT_NONE;
import static io.mp4j.runtime.archive.ArchiveProgram.CHILD;
import static io.mp4j.runtime.archive.ArchiveProgram.IMPOSSIBLE_CHILD;
import static io.mp4j.runtime.archive.ArchiveProgram.OTHER_CHILD;
import static io.mp4j.runtime.archive.ArchiveProgram.REFUSED;
import static io.mp4j.runtime.archive.ArchiveProgram.TELLING_CHILD;
import static io.mp4j.runtime.archive.ArchiveProgram.WITH;
import static io.mp4j.runtime.archive.ArchiveProgram.WITHOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Programs whose children are started from an archive of classes, or not. */
@DisabledOnOs(OS.WINDOWS)
class ArchiveTest {
  private static final String LAST = "children: [], next: Process-";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir static Path shared;

  /** A cache with the archive of the program. */
  private static Cached full;

  private static Installed program;
  private static List<String> firstRun;

  @TempDir Path directory;

  @BeforeAll
  static void makeOne() throws Exception {
    program = Installed.in(shared);
    Path cache = shared.resolve("cache");
    firstRun =
        program.run(
            shared.resolve("output"),
            List.of(property(cache)),
            CHILD,
            AWAIT_ARCHIVE,
            CHILD,
            TELLING_CHILD);
    full = Cached.in(cache);
  }

  private static String property(Path cache) {
    return "-D" + CacheDirectory.PROPERTY + "=" + cache;
  }

  private List<String> run(Path cache, String... what) throws Exception {
    return run(List.of(), cache, what);
  }

  private List<String> run(List<String> options, Path cache, String... what) throws Exception {
    List<String> all = new ArrayList<>(options);
    all.add(property(cache));
    return program.run(directory.resolve("output"), all, what).stream()
        .filter(line -> !line.startsWith("SLF4J"))
        .toList();
  }

  private Path copy() throws IOException {
    return full.copyTo(directory.resolve("cache"));
  }

  @Test
  void shouldUseAnArchiveAsSoonAsThereIsOne() {
    assertThat(firstRun).containsSubsequence(WITHOUT, WITH, WITH);
    assertThat(firstRun).anyMatch(line -> line.contains("ChildMain source: shared objects file"));
  }

  @Test
  void shouldNotLetTheProgramSeeWhoMakesIt() {
    assertThat(firstRun).last().isEqualTo(LAST + "4");
  }

  @Test
  void shouldKeepTheArchiveForTheNextProgram() throws Exception {
    assertThat(run(copy(), CHILD)).containsExactly(WITH, LAST + "2");
  }

  @Test
  void shouldNoteTheUseByAProgramThatEndsAtOnce() throws Exception {
    Path cache = copy();
    Path note = Cached.in(cache).notes().get(0);
    FileTime lastUse = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(note, lastUse);
    assertThat(run(cache, CHILD)).containsExactly(WITH, LAST + "2");
    assertThat(Files.getLastModifiedTime(note)).isGreaterThan(lastUse);
  }

  @Test
  void shouldKeepTheArchiveWhenAJvmRefusesTheOptionsOfAChild() throws Exception {
    Path cache = copy();
    assertThat(run(cache, CHILD, IMPOSSIBLE_CHILD)).containsSubsequence(WITH, REFUSED);
    assertThat(run(cache, CHILD)).containsExactly(WITH, LAST + "2");
  }

  @Test
  void shouldKeepAnArchiveForOneUserAlone() throws Exception {
    assertThat(Files.getPosixFilePermissions(full.directory()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(full.unfinished()).isEmpty();
    assertThat(full.refusals()).isEmpty();
  }

  @Test
  void shouldReplaceATruncatedArchive() throws Exception {
    Path cache = copy();
    Path archive = Cached.in(cache).archive();
    FileTime time = Files.getLastModifiedTime(archive);
    archive.toFile().setWritable(true);
    try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }
    Files.setLastModifiedTime(archive, time);
    Files.delete(Cached.in(cache).notes().get(0)); // so that the program can wait for another

    assertThat(run(cache, CHILD, AWAIT_ARCHIVE, CHILD)).containsExactly(WITHOUT, WITH, LAST + "3");
  }

  @Test
  void shouldNotMapATruncatedArchive() throws Exception {
    Path cache = copy();
    Path archive = Cached.in(cache).archive();
    archive.toFile().setWritable(true);
    try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }
    assertThat(run(cache, CHILD)).containsExactly(WITHOUT, LAST + "2");
  }

  @Test
  void shouldNotMapGarbage() throws Exception {
    Path cache = copy();
    Path archive = Cached.in(cache).archive();
    Files.delete(archive);
    Files.writeString(archive, "no archive of anything");
    assertThat(run(cache, CHILD)).containsExactly(WITHOUT, LAST + "2");
  }

  /** The JVM does without one whose first bytes are wrong, and says nothing. */
  @Test
  void shouldRemoveAnArchiveWithADamagedByte() throws Exception {
    Path cache = copy();
    Path archive = Cached.in(cache).archive();
    FileTime time = Files.getLastModifiedTime(archive);
    archive.toFile().setWritable(true);
    try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
      int first = file.read();
      file.seek(0);
      file.write(first ^ 1);
    }
    Files.setLastModifiedTime(archive, time);
    assertThat(run(cache, CHILD, AWAIT_NONE)).containsExactly(WITH, LAST + "2");
    assertThat(archive).doesNotExist();
  }

  @Test
  void shouldNotTrustADirectoryThatOthersMayWrite() throws Exception {
    Path cache = copy();
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(run(cache, CHILD)).containsExactly(WITHOUT, LAST + "2");
  }

  @Test
  void shouldBeQuietWhereNothingCanBeWritten() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(run(file.resolve("cache"), CHILD, CHILD))
        .containsExactly(WITHOUT, WITHOUT, LAST + "3");
  }

  @Test
  void shouldDoNothingWhenItIsTurnedOff() throws Exception {
    Path cache = directory.resolve("cache");
    assertThat(run(List.of("-Dio.mp4j.fastStart=off"), cache, CHILD))
        .containsExactly(WITHOUT, LAST + "2");
    assertThat(cache).doesNotExist();
  }

  @Test
  void shouldLeaveArchivesToUsersWhoHaveTheirOwn() throws Exception {
    assertThat(run(List.of("-Xshare:auto"), copy(), CHILD)).containsExactly(WITHOUT, LAST + "2");
  }

  @Test
  void shouldMakeItOnceForTwoProgramsAtOnce() throws Exception {
    Path cache = directory.resolve("cache");
    String[] what = {CHILD, AWAIT_ARCHIVE, CHILD};
    java.lang.Process one = program.start(directory.resolve("one"), List.of(property(cache)), what);
    java.lang.Process other =
        program.start(directory.resolve("other"), List.of(property(cache)), what);
    assertThat(one.waitFor()).isZero();
    assertThat(other.waitFor()).isZero();
    assertThat(Files.readAllLines(directory.resolve("one"))).contains(WITH, LAST + "3");
    assertThat(Files.readAllLines(directory.resolve("other"))).contains(WITH, LAST + "3");
    assertThat(Cached.in(cache).archive()).isNotEmptyFile();
    assertThat(Cached.in(cache).unfinished()).isEmpty();
  }

  @Test
  void shouldFinishWhatAProgramHasBegunThatEndsMeanwhile() throws Exception {
    Path cache = directory.resolve("cache");
    assertThat(run(cache, CHILD, AWAIT_BEGIN)).containsExactly(WITHOUT, LAST + "2");
    awaitMakers(cache);
    assertThat(Cached.in(cache).archive()).isNotEmptyFile();
    assertThat(Cached.in(cache).unfinished()).isEmpty();
  }

  @Test
  void shouldMakeOneAfterAProgramThatEndsAtOnce() throws Exception {
    Path cache = directory.resolve("cache");
    assertThat(run(cache, CHILD)).containsExactly(WITHOUT, LAST + "2");
    awaitMakers(cache);
    assertThat(run(cache, CHILD)).containsExactly(WITH, LAST + "2");
  }

  @Test
  void shouldPutTheClassesOfTargetsOfLaterProgramsIntoIt() throws Exception {
    String first = ArchiveProgram.class.getName();
    String other = ArchiveProgram.Other.class.getName();
    Path cache = copy();
    assertThat(targets(cache)).containsExactly(first);
    FileTime before = Files.getLastModifiedTime(Cached.in(cache).archive());
    assertThat(run(cache, CHILD, OTHER_CHILD)).containsExactly(WITH, WITH, LAST + "3");
    awaitMakers(cache);
    assertThat(targets(cache)).containsExactly(first, other);
    FileTime made = Files.getLastModifiedTime(Cached.in(cache).archive());
    assertThat(made).isGreaterThan(before);
    assertThat(run(cache, OTHER_CHILD)).containsExactly(WITH, LAST + "2");
    awaitMakers(cache);
    assertThat(Files.getLastModifiedTime(Cached.in(cache).archive())).isEqualTo(made);
    assertThat(Cached.in(cache).unfinished()).isEmpty();
  }

  private static List<String> targets(Path cache) throws IOException {
    List<String> lines = Files.readAllLines(Cached.in(cache).notes().get(0));
    return lines.subList(1, lines.size());
  }

  @RepeatedTest(3)
  void shouldLeaveNothingWhenTheMakerIsEnded() throws Exception {
    Path cache = directory.resolve("cache");
    run(cache, CHILD, AWAIT_BEGIN);
    await().atMost(PATIENCE).until(() -> Files.exists(cache.resolve("lock"))); // it runs
    makersIn(cache).forEach(ProcessHandle::destroy);
    awaitMakers(cache);
    assertThat(Cached.in(cache).unfinished()).isEmpty();
    assertThat(Cached.in(cache).refusals()).isEmpty();
  }

  @AfterEach
  void endMakers() {
    makersIn(directory).forEach(ProcessHandle::destroy);
    awaitMakers(directory);
  }

  private static void awaitMakers(Path cache) {
    await().atMost(PATIENCE).until(() -> makersIn(cache).isEmpty());
  }

  private static List<ProcessHandle> makersIn(Path cache) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(cache.toString()))
        .toList();
  }
}
