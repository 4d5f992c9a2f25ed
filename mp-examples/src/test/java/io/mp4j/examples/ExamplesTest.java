package io.mp4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.examples.Programs.Run;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs every example in a JVM of its own, with children of their own. Nothing may appear on
 * standard error: neither from our code nor as a warning of the JVM.
 */
class ExamplesTest {
  @TempDir Path directory;

  private Run quietly(String... arguments) throws Exception {
    Run run = Programs.run(directory, arguments);
    assertThat(run.stderr()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return run;
  }

  @Test
  void shouldListWhatThereIs() throws Exception {
    assertThat(quietly().stdout())
        .anyMatch(line -> line.matches(" +pool +.*"))
        .anyMatch(line -> line.matches(" +wordcount PATH\\.\\.\\. +.*"));
  }

  @Test
  void shouldNameAnExampleThatDoesNotExist() throws Exception {
    Run run = Programs.run(directory, "nonsense");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.stderr()).singleElement().asString().contains("'nonsense'");
    assertThat(run.stdout()).anyMatch(line -> line.contains("wordcount"));
  }

  @Test
  void shouldRunAProcess() throws Exception {
    Run run = quietly("process");
    assertThat(run.stdout()).hasSize(2);
    assertThat(run.stdout().get(0)).isEqualTo("This is the main process, pid " + run.pid());
    assertThat(run.stdout().get(1))
        .startsWith("This is a worker process, pid ")
        .doesNotEndWith(" " + run.pid());
  }

  @Test
  void shouldRunAPool() throws Exception {
    assertThat(quietly("pool").stdout()).containsExactly("[1, 4, 9, 16, 25]");
  }

  @Test
  void shouldRunAQueue() throws Exception {
    List<String> lines = quietly("queue").stdout();
    assertThat(lines)
        .containsSubsequence("Put A to queue...", "Put B to queue...", "Put C to queue...")
        .containsSubsequence("Get A from queue.", "Get B from queue.", "Get C from queue.")
        .containsSubsequence("Put A to queue...", "Get A from queue.")
        .containsSubsequence("Put B to queue...", "Get B from queue.")
        .containsSubsequence("Put C to queue...", "Get C from queue.")
        .hasSize(7);
    assertThat(lines.get(6)).startsWith("Nothing more within 2 seconds.");
  }

  @Test
  void shouldRunAPipe() throws Exception {
    assertThat(quietly("pipe").stdout()).containsExactly("[42, null, hello]");
  }

  @Test
  void shouldRunAThread() throws Exception {
    assertThat(quietly("thread").stdout()).containsExactly("This is a worker thread");
  }

  @Test
  void shouldRunALock() throws Exception {
    assertThat(quietly("lock").stdout()).containsExactly("20000");
  }

  @Test
  void shouldRunACondition() throws Exception {
    List<String> lines = quietly("condition").stdout();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).matches("Produced \\d+");
    assertThat(lines.get(1)).isEqualTo(lines.get(0).replace("Produced", "Consumed"));
  }

  @Test
  void shouldCountWords() throws Exception {
    Path texts = Files.createDirectories(directory.resolve("texts/below"));
    for (int i = 0; i < 40; i++) {
      Files.writeString(texts.resolve(i + ".txt"), "The cat sat, the dog ran: file" + i + "\n");
    }
    Files.write(texts.resolve("binary"), new byte[] {1, 0, 2});
    Files.createSymbolicLink(texts.resolve("dangling"), Path.of("nowhere"));
    Path missing = directory.resolve("missing");

    Run run = quietly("wordcount", texts.getParent().toString(), missing.toString());

    String all = String.join("\n", run.stdout());
    assertThat(run.stdout().get(0)).matches(" +80  the");
    assertThat(run.stdout().subList(1, 5))
        .allMatch(line -> line.matches(" +40  (cat|dog|ran|sat)"));
    assertThat(run.stdout().get(20)).isEmpty();
    assertThat(all)
        .containsPattern("files +40\n")
        .containsPattern("one process .* the same totals")
        .containsPattern("left out +2\n")
        .contains(missing + " (unreadable:")
        .contains("binary (binary)");
    // How many workers get a share of so little work depends on who is up first.
    Matcher pids = Pattern.compile("with [1-9]\\d* workers.*: pids \\[(.*)\\]").matcher(all);
    assertThat(pids.find()).isTrue();
    assertThat(List.of(pids.group(1).split(", ")))
        .doesNotHaveDuplicates()
        .doesNotContain(Long.toString(run.pid()));
  }

  @Test
  void shouldCountTheWordsOfOurOwnSources() throws Exception {
    Path sources = Path.of("..").toRealPath();
    Run run =
        quietly(
            "wordcount",
            sources.resolve("mp-api/src").toString(),
            sources.resolve("mp-ipc/src").toString(),
            sources.resolve("mp-runtime/src").toString());
    assertThat(String.join("\n", run.stdout()))
        .containsPattern("files +\\d\\d+\n")
        .containsPattern("with [2-9]\\d* workers")
        .contains("the same totals")
        .doesNotContain("left out");
  }

  @Test
  void shouldAskForAPath() throws Exception {
    Run run = Programs.run(directory, "wordcount");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.stderr()).containsExactly("usage: wordcount PATH...");
  }

  @Test
  void shouldCountTheBytesOfManyFiles() throws Exception {
    Path files = Files.createDirectories(directory.resolve("files/below"));
    byte[] content = new byte[100_000];
    Arrays.fill(content, (byte) 'a');
    content[0] = (byte) 0xff;
    content[1] = '\n';
    for (int i = 0; i < 30; i++) {
      Files.write(files.resolve(i + ".bin"), content);
    }
    Files.createFile(files.resolve("empty"));
    Files.createSymbolicLink(files.resolve("dangling"), Path.of("nowhere"));

    List<String> lines = quietly("histogram", files.getParent().toString()).stdout();

    assertThat(lines.get(0)).matches("0x61  a +2.999.940  100.0 %  #{40}");
    assertThat(lines.get(1)).matches("0x0a  newline +30    0.0 %  #");
    assertThat(lines.get(2)).matches("0xff +30    0.0 %  #");
    assertThat(lines.get(3)).isEmpty();
    assertThat(lines.get(4)).matches("bytes +3.000.000");
    assertThat(lines.get(5)).matches("values +3 of 256 occur");
    assertThat(lines.get(6)).matches("files +31, by process: \\[\\d+(, \\d+)+\\]");
    assertThat(lines.get(7)).matches("elapsed +.* s with [2-9]\\d* processes, .*");
  }

  @Test
  void shouldCountTheBytesOfOneFile() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "ab a");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    for (Path path : List.of(file, link)) {
      assertThat(quietly("histogram", path.toString()).stdout())
          .anyMatch(line -> line.matches("0x61  a +2   50.0 %  #{40}"))
          .anyMatch(line -> line.matches("0x20  space +1   25.0 %  #{20}"))
          .anyMatch(line -> line.matches("bytes +4"))
          .anyMatch(line -> line.matches("files +1, .*"));
    }
  }

  @Test
  void shouldCountNothingInAnEmptyDirectory() throws Exception {
    Path empty = Files.createDirectory(directory.resolve("nothing"));
    List<String> lines = quietly("histogram", empty.toString()).stdout();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).matches("bytes +0");
    assertThat(lines.get(2)).matches("files +0, .*");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldNameAFileThatCannotBeRead() throws Exception {
    Run run = Programs.run(directory, "histogram", "/proc/self/mem");
    assertThat(run.exitCode()).isZero();
    assertThat(run.stderr()).singleElement().asString().startsWith("cannot read /proc/");
    assertThat(run.stdout()).anyMatch(line -> line.matches("files +0, .*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"histogram", "wordcount"})
  void shouldRefuseAPathThatDoesNotExist(String example) throws Exception {
    Path missing = directory.resolve("missing");
    Run run = Programs.run(directory, example, missing.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.stderr()).containsExactly(example + ": no such file or directory: " + missing);
    assertThat(run.stdout()).isEmpty();
  }

  @Test
  void shouldRefuseArgumentsOfAnExampleThatTakesNone() throws Exception {
    Run run = Programs.run(directory, "process", "again");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.stderr()).containsExactly("usage: process");
    assertThat(run.stdout()).isEmpty();
  }

  @Test
  void shouldAskForOnePath() throws Exception {
    Run run = Programs.run(directory, "histogram");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.stderr()).containsExactly("usage: histogram PATH");
  }

  @Test
  void shouldRenderAPicture() throws Exception {
    Path file = directory.resolve("picture.png");
    List<String> lines = quietly("mandelbrot", file.toString(), "200x130").stdout();

    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).isEqualTo("picture  200 x 130 in " + file);
    assertThat(lines.get(1)).matches("bytes +[\\d.,]+");
    assertThat(lines.get(2)).matches("tiles +12, by worker: \\[\\d+(, \\d+)+]");
    assertThat(lines.get(3)).matches("elapsed +.* s with \\d+ workers, their start included");
    BufferedImage picture = ImageIO.read(file.toFile());
    assertThat(picture.getWidth()).isEqualTo(200);
    assertThat(picture.getHeight()).isEqualTo(130);
    int[] colours = picture.getRGB(0, 0, 200, 130, null, 0, 200);
    assertThat(IntStream.of(colours).distinct().count()).isGreaterThan(1000);
  }

  @Test
  void shouldSayWhyAPictureCannotBeWritten() throws Exception {
    Path nowhere = directory.resolve("nowhere").resolve("picture.png");
    for (Path file : List.of(nowhere, directory)) {
      Run run = Programs.run(directory, "mandelbrot", file.toString());
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.stderr())
          .singleElement()
          .asString()
          .startsWith("mandelbrot: cannot write " + file + ": ")
          .containsAnyOf("no such directory", "it is a directory");
      assertThat(run.stdout()).isEmpty();
    }
  }

  @Test
  void shouldAskForAFileAndASize() throws Exception {
    Run run = Programs.run(directory, "mandelbrot");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.stderr()).containsExactly("usage: mandelbrot FILE.png [WIDTHxHEIGHT]");
    for (String size : List.of("large", "0x10", "10x", "99999x99999")) {
      Run other = Programs.run(directory, "mandelbrot", directory + "/picture.png", size);
      assertThat(other.exitCode()).isEqualTo(2);
      assertThat(other.stderr()).singleElement().asString().endsWith(": " + size);
    }
    assertThat(directory.resolve("picture.png")).doesNotExist();
  }

  /** All but the JVM that crashes are quiet, and that one is told to be. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldTellFlakyTasksApart() throws Exception {
    List<String> lines = quietly("flaky").stdout();
    List<String> expected =
        List.of(
            "what the task does +what the caller gets",
            "throws an unchecked exception +IllegalArgumentException +no such account: 17",
            "throws a checked exception +TaskException +with its cause, .*: the disk is full",
            "returns what cannot travel +SerializationException +.* java.lang.Thread",
            "hangs, with a time-out +TaskTimeoutException +after 1000 ms it was interrupted.*",
            "hangs and ignores .* +TaskTimeoutException +after 1000 ms its worker was killed.*",
            "calls System.exit\\(3\\) +WorkerLostException +exit code 3",
            "writes to address 0 +WorkerLostException +exit code 1: SIGSEGV .*",
            "runs out of memory +OutOfMemoryError +Java heap space",
            "exits, but not when tried again +the result +done at the second try",
            "",
            "innocent tasks +1.000 of 1.000 succeeded",
            "workers +\\d at work, \\d+ started, 4 lost");
    assertThat(lines).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(lines.get(i)).matches(expected.get(i));
    }
    try (Stream<Path> files = Files.list(Path.of(""))) {
      assertThat(files).noneMatch(file -> file.toString().startsWith("hs_err"));
    }
  }

  @Test
  void shouldDoWhatTheGuideShowsOfPools() throws Exception {
    Run run = Programs.run(directory, PoolGuide.class);
    assertThat(run.stderr()).isEmpty();
    assertThat(run.stdout())
        .contains("2 done, 0 failed")
        .anyMatch(line -> line.matches("pool-3-worker-1: (IDLE|BUSY), tasks=\\d"));
    assertThat(run.stdout().stream().filter(line -> !line.matches("2 done.*|pool-3-.*")))
        .containsExactly(
            "[[Report[size=3], Report[size=5]], [3, 5]]",
            "3",
            "5",
            "[3, 5]",
            "longer than 200 ms, killed: false",
            "[Report[size=3], Report[size=5]]",
            "cancelled: true",
            "2 tries",
            "Report[size=5]",
            "[true, false]",
            "[Report[size=3], Report[size=5]]",
            "the heap of a worker is too small for it",
            "[localhost 1 tables.csv, localhost 2 tables.csv, localhost 3 tables.csv]",
            "3",
            "5",
            "3",
            "5",
            "45");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void shouldDoWhatTheGuideShows() throws Exception {
    Run run = Programs.run(directory, SharedGuide.class);
    assertThat(run.stderr()).isEmpty();
    assertThat(run.stdout())
        .containsExactly(
            "hello",
            "2 tea",
            "1 milk",
            "no more orders",
            "no order for a second",
            "2 tea",
            "1 milk",
            "HELLO",
            "nobody is left to talk to",
            "one",
            "other",
            "the first has ended",
            "[-300, 300], highest 7",
            "4000 2",
            "42",
            "[red, 4, true]");
    assertThat(run.exitCode()).isZero();
  }
}
