package io.mp4j.runtime.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which JVMs share an archive, and which have none. */
class ArchiveKeyTest {
  private static final Path HOME = Path.of(System.getProperty("java.home"));
  private static final Jvm JVM = Jvm.at(HOME);

  @TempDir Path directory;

  private Path jar;

  @BeforeEach
  void makeJar() throws IOException {
    jar = Files.writeString(directory.resolve("a.jar"), "a");
  }

  private Optional<String> key(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("-cp", jar.toString()));
    return ArchiveKey.of(JVM, JvmOptions.forKey(arguments), List.of(), false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dpassword=secret",
        "-Xmx1g",
        "-Xms8m",
        "-Xss512k",
        "-XX:InitialHeapSize=32m",
        "-Xlog:gc",
        "-XX:StartFlightRecording",
        "-XX:ErrorFile=a"
      })
  void shouldShareWhatDiffersInNothingThatMatters(String option) throws IOException {
    assertThat(key(option)).isPresent().isEqualTo(key());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+UseSerialGC",
        "-XX:-UseCompressedOops",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "-ea",
        "-XX:TieredStopAtLevel=1"
      })
  void shouldNotShareWithOtherOptions(String option) throws IOException {
    assertThat(key(option)).isPresent().isNotEqualTo(key());
  }

  @Test
  void shouldNotShareWithAnotherClassPathOrJvm() throws IOException {
    Optional<String> before = key();
    List<String> longer =
        List.of("-cp", jar + File.pathSeparator + directory.resolve("absent.jar"));
    assertThat(ArchiveKey.of(JVM, longer, List.of(), false)).isPresent().isNotEqualTo(before);
    List<String> same = List.of("-cp", jar.toString());
    assertThat(ArchiveKey.of(JVM, same, List.of(), true)).isNotEqualTo(before);
    assertThat(ArchiveKey.of(new Jvm(directory, 21), same, List.of(), false))
        .isPresent()
        .isNotEqualTo(before);
    assertThat(ArchiveKey.of(JVM, same, List.of("-XX:+UseZGC"), false)).isNotEqualTo(before);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
    assertThat(key()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a comment"})
  void shouldNotShareWithAJarOfTheSameSizeAndTime(String comment) throws IOException {
    makeJar("Same", comment);
    Optional<String> before = key();
    long size = Files.size(jar);
    makeJar("Same", comment);
    assertThat(key()).isEqualTo(before);
    makeJar("Diff", comment);
    assertThat(jar).hasSize(size);
    assertThat(key()).isPresent().isNotEqualTo(before);
  }

  private void makeJar(String content, String comment) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      if (!comment.isEmpty()) {
        out.setComment(comment);
      }
      for (String name : List.of("A.class", "B.class")) {
        JarEntry entry = new JarEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
        out.putNextEntry(entry);
        out.write((name + content).getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
  }

  /** As a program has them that is started with {@code -jar}. */
  @Test
  void shouldNotShareWhenAJarThatAManifestNamesIsAnother() throws IOException {
    Path library = Files.createDirectories(directory.resolve("a library"));
    Path direct = Files.writeString(library.resolve("direct.jar"), "none");
    Path indirect = Files.writeString(library.resolve("indirect.jar"), "none");
    makeJarNaming(jar, "http://example.org/x.jar a%20library/ a%20library/direct.jar absent.jar");
    makeJarNaming(direct, indirect.toUri() + " ../a.jar");
    Optional<String> before = key();
    Files.createFile(library.resolve("not-named.jar"));
    assertThat(key()).isPresent().isEqualTo(before);
    Files.writeString(indirect, "some");
    Optional<String> changed = key();
    assertThat(changed).isPresent().isNotEqualTo(before);
    makeJarNaming(direct, "nothing.jar");
    assertThat(key()).isPresent().isNotEqualTo(changed);
  }

  private static void makeJarNaming(Path file, String others) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, others);
    new JarOutputStream(Files.newOutputStream(file), manifest).close();
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
  }

  @Test
  void shouldHaveNoneForClassesInDirectories() throws IOException {
    String path = jar + File.pathSeparator + directory;
    assertThat(ArchiveKey.of(JVM, List.of("-cp", path), List.of(), false)).isEmpty();
  }

  @Test
  void shouldTakeModulesFromADirectoryOfJarsButNotOfClasses() throws IOException {
    List<String> modules = List.of("--module-path=" + directory);
    Optional<String> before = ArchiveKey.of(JVM, modules, List.of(), false);
    Files.writeString(directory.resolve("b.jar"), "b");
    assertThat(ArchiveKey.of(JVM, modules, List.of(), false)).isPresent().isNotEqualTo(before);
    Files.writeString(directory.resolve("module-info.class"), "c");
    assertThat(ArchiveKey.of(JVM, modules, List.of(), false)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:SharedArchiveFile=a.jsa",
        "-XX:AOTCache=a.aot",
        "-Xshare:off",
        "-javaagent:a.jar",
        "-agentlib:jdwp=server=y",
        "--patch-module=java.base=a",
        "-XX:Flags=file",
        "-XX:ArchiveClassesAtExit=a.jsa",
        "-XX:+AutoCreateSharedArchive"
      })
  void shouldHaveNoneBesideSuchOptions(String option) {
    assertThat(Archives.of(directory, HOME, List.of(option), List.of(), false)).isEmpty();
    assertThat(Archives.of(directory, HOME, List.of(), List.of(option), false)).isEmpty();
  }

  @Test
  void shouldHaveNoneForWhatIsNoJvmWithArchives() throws IOException {
    assertThat(Archives.of(directory, directory, List.of(), List.of(), false)).isEmpty();
    Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    assertThat(Jvm.at(directory)).isEqualTo(new Jvm(directory, 11));
    assertThat(Jvm.at(directory).hasArchives()).isFalse();
  }

  @Test
  void shouldKeepPropertiesOfProgramsFromWhoMakesAnArchive() {
    assertThat(
            JvmOptions.forTraining(
                List.of("-Dpassword=secret", "-Djava.io.tmpdir=/t", "-Xlog:gc:file=a", "-Xmx1g")))
        .containsExactly("-Djava.io.tmpdir=/t", "-Xmx1g");
  }

  // --- what is in the cache ----------------------------------------------------------------------

  private Archive published() throws IOException {
    Archive archive = new Archive(directory, "key");
    archive.publish(Files.writeString(directory.resolve("made"), "classes"), List.of("a.B"));
    return archive;
  }

  @Test
  void shouldTrustWhatItHasPublishedUntilItIsTouched() throws IOException {
    Archive archive = published();
    assertThat(archive.isThere(directory)).isTrue();
    assertThat(archive.isIntact()).isTrue();
    Files.setLastModifiedTime(archive.file(), FileTime.from(Instant.EPOCH));
    assertThat(archive.isThere(directory)).isFalse();
    assertThat(archive.isIntact()).isFalse();
  }

  @Test
  void shouldNotTrustFilesOfSomebodyElse() throws IOException {
    Archive archive = published();
    assumeTrue(giveAway(archive.file()), "only the superuser can give files away");
    assertThat(archive.isThere(directory)).isFalse();
  }

  private static boolean giveAway(Path file) {
    try {
      Files.setAttribute(file, "unix:uid", 12345);
      return true;
    } catch (IOException | RuntimeException notTheSuperuser) {
      return false;
    }
  }

  private ArchiveUse use(Archive archive) {
    return new ArchiveUse(archive, Runtime.version().feature(), directory);
  }

  @Test
  void shouldDistrustAnArchiveThatAChildHasCrashedWith() throws IOException {
    Archive archive = published();
    ArchiveUse use = use(archive);
    assertThat(use.options()).contains("-XX:SharedArchiveFile=" + archive.file());
    use.childCrashedEarly();
    assertThat(use.options()).isEmpty();
    assertThat(use.isPossible()).isFalse();
    assertThat(archive.file()).doesNotExist();
    ArchiveUse later = use(published());
    assertThat(later.options()).isEmpty();
    assertThat(later.isPossible()).isFalse();
  }

  @Test
  void shouldKeepAnArchiveForOtherProgramsWhenAChildHasEndedEarly() throws IOException {
    Archive archive = published();
    ArchiveUse use = use(archive);
    assertThat(use.options()).isNotEmpty();
    use.childEndedEarly();
    assertThat(use.options()).isEmpty();
    assertThat(use.isPossible()).isFalse();
    assertThat(use(archive).options()).contains("-XX:SharedArchiveFile=" + archive.file());
  }

  @Test
  void shouldRemoveADamagedArchiveWhenAChildHasEndedEarly() throws IOException {
    Archive archive = published();
    FileTime time = Files.getLastModifiedTime(archive.file());
    ArchiveUse use = use(archive);
    Files.writeString(archive.file(), "clAsses");
    Files.setLastModifiedTime(archive.file(), time);
    assertThat(use.options()).isNotEmpty();
    use.childEndedEarly();
    assertThat(archive.file()).doesNotExist();
    ArchiveUse later = use(published());
    assertThat(later.options()).isNotEmpty();
  }

  @Test
  void shouldKeepWhatItHasWhenItCannotBeMadeAnew() throws IOException {
    Archive archive = published();
    archive.giveUp(List.of("a.B", "c.D"));
    assertThat(archive.isIntact()).isTrue();
    assertThat(archive.targets()).containsExactly("a.B", "c.D");
  }

  @Test
  void shouldNotGrowForEver() {
    List<String> many = IntStream.range(0, 64).mapToObj(i -> "a.B" + i).toList();
    assertThat(TargetClasses.areMoreThan(many)).isFalse();
    assertThat(TargetClasses.toProperty(many)).endsWith(",a.B63");
  }

  @Test
  void shouldSweepWhatNobodyUses() throws IOException {
    Archive used = published();
    Instant now = Instant.now();
    Files.writeString(directory.resolve("other.tmp.jsa"), "unfinished");
    Scratch.sweep(directory, now);
    assertThat(used.isThere(directory)).isTrue();
    assertThat(directory.resolve("other.tmp.jsa")).exists();
    Scratch.sweep(directory, now.plus(Duration.ofDays(1)));
    assertThat(used.isThere(directory)).isTrue();
    assertThat(directory.resolve("other.tmp.jsa")).doesNotExist();
    Scratch.sweep(directory, now.plus(Duration.ofDays(31)));
    assertThat(used.file()).doesNotExist();
  }

  /**
   * Such as the arguments of a maker that waits for its turn: a link to nothing stands for them.
   */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void shouldSweepOnWhenAFileGoesMeanwhile() throws IOException {
    Files.createSymbolicLink(directory.resolve("gone.tmp.args"), directory.resolve("nothing"));
    Path unfinished = Files.writeString(directory.resolve("other.tmp.jsa"), "unfinished");
    Scratch.sweep(directory, Instant.now().plus(Duration.ofDays(1)));
    assertThat(unfinished).doesNotExist();
  }

  @Test
  void shouldShareTheCacheWithAProgramThatMakesItAtTheSameTime() throws Exception {
    for (int i = 0; i < 100; i++) {
      Path cache = directory.resolve("parent" + i).resolve("cache");
      CyclicBarrier start = new CyclicBarrier(2);
      Callable<Boolean> program =
          () -> {
            start.await();
            return CacheDirectory.make(directory, cache);
          };
      FutureTask<Boolean> other = new FutureTask<>(program);
      new Thread(other).start();
      assertThat(program.call()).isTrue();
      assertThat(other.get()).isTrue();
    }
  }

  @Test
  void shouldKeepTheLatestOfMany() throws IOException {
    for (int i = 0; i < 25; i++) {
      Archive archive = new Archive(directory, "key" + i);
      archive.publish(Files.writeString(directory.resolve("made"), "classes"), List.of("a.B"));
      Files.setLastModifiedTime(
          directory.resolve("key" + i + Archive.NOTE),
          FileTime.from(Instant.now().minusSeconds(100 + i)));
    }
    Scratch.sweep(directory, Instant.now());
    assertThat(Cached.in(directory).notes()).hasSize(20);
    assertThat(directory.resolve("key0.jsa")).exists();
    assertThat(directory.resolve("key24.jsa")).doesNotExist();
  }
}
