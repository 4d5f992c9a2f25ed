package io.mp4j.runtime.kill;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Where all threads are when something hangs. */
final class ThreadDumps {
  private ThreadDumps() {}

  static String of(Collection<Member> members) {
    return members.stream().map(ThreadDumps::of).collect(Collectors.joining("\n"))
        + "\n--- this process\n"
        + ofThisProcess();
  }

  private static String of(Member member) {
    member.goOn(); // a process that is stopped says nothing
    return "--- " + member + "\n" + of(member.process.pid().orElseThrow());
  }

  private static String of(long pid) {
    Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
    try {
      java.lang.Process dump =
          new ProcessBuilder(jstack.toString(), Long.toString(pid))
              .redirectErrorStream(true)
              .start();
      CompletableFuture<String> text =
          CompletableFuture.supplyAsync(() -> read(dump.getInputStream()));
      return text.completeOnTimeout("no thread dump in time", 20, TimeUnit.SECONDS).join();
    } catch (IOException e) {
      return "no thread dump: " + e;
    }
  }

  private static String read(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "no thread dump: " + e;
    }
  }

  private static String ofThisProcess() {
    return Thread.getAllStackTraces().entrySet().stream()
        .map(ThreadDumps::of)
        .collect(Collectors.joining("\n"));
  }

  private static String of(Map.Entry<Thread, StackTraceElement[]> thread) {
    return thread.getKey()
        + " "
        + thread.getKey().getState()
        + Arrays.stream(thread.getValue()).map(at -> "\n\tat " + at).collect(Collectors.joining());
  }
}
