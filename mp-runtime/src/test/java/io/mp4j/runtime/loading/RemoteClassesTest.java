package io.mp4j.runtime.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Context;
import io.mp4j.Output;
import io.mp4j.Pool;
import io.mp4j.SerializationException;
import io.mp4j.function.Function1;
import io.mp4j.runtime.TestTargets;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Children run what only a class loader of their parent knows. */
class RemoteClassesTest {
  private static final Context QUIET = TestTargets.small().withStderr(Output.discard());

  private static final String GREETER =
      """
      package plugin;
      public class Greeter implements io.mp4j.function.Function1<String, Object> {
        public record Greeting(String text, Object helper) {}
        public Object call(String name) { return new Greeting("VERSION " + name, new Helper()); }
      }
      class Helper implements java.io.Serializable {
        static int made;
        final int number = ++made;
        public String toString() { return "helper " + number; }
      }
      """;

  private static Pool pool;

  @TempDir Path directory;

  @BeforeAll
  static void openPool() {
    pool = QUIET.pool(1);
  }

  @AfterAll
  static void closePool() {
    pool.close();
  }

  private static void assertWorks(Pool pool) throws InterruptedException {
    assertThat(pool.map(x -> x + 1, List.of(1))).containsExactly(2);
  }

  private PlugIn greeter(String version) throws Exception {
    return PlugIn.of(
        directory.resolve(version), Map.of("plugin.Greeter", GREETER.replace("VERSION", version)));
  }

  // --- plug-ins ----------------------------------------------------------------------------------
  @Test
  void shouldKeepTwoVersionsOfAClassApart() throws Exception {
    try (PlugIn old = greeter("old");
        PlugIn recent = greeter("new")) {
      Function1<String, Object> first = old.function("plugin.Greeter");
      Function1<String, Object> second = recent.function("plugin.Greeter");
      for (int round = 1; round <= 2; round++) {
        Object one = pool.apply(first, "a");
        Object other = pool.apply(second, "b");
        assertThat(one).hasToString("Greeting[text=old a, helper=helper " + round + "]");
        assertThat(other).hasToString("Greeting[text=new b, helper=helper " + round + "]");
        assertThat(one.getClass().getClassLoader()).isSameAs(old.loader());
        assertThat(other.getClass().getClassLoader()).isSameAs(recent.loader());
      }
      List<Object> mixed = pool.map(greeting -> "" + greeting, List.of(pool.apply(second, "x")));
      assertThat(mixed.toString()).startsWith("[Greeting[text=new x");
    }
  }

  @Test
  void shouldGiveAPlugInItsResourcesAndTheLoaderOfTheThread() throws Exception {
    String reader =
        """
        package plugin;
        public class Reader implements io.mp4j.function.Action0 {
          public void run() throws Exception {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            System.out.println(loader.loadClass("plugin.Reader") == Reader.class);
            try (var text = getClass().getResourceAsStream("/text.txt")) {
              System.out.println(new String(text.readAllBytes()));
            }
            System.out.println(java.util.Collections.list(loader.getResources("text.txt")).size());
            System.out.println(loader.getResource("nothing.txt"));
            System.out.println(loader.getResources("META-INF/MANIFEST.MF").hasMoreElements());
          }
        }
        """;
    try (PlugIn plugIn = PlugIn.of(directory, Map.of("plugin.Reader", reader))) {
      Files.writeString(directory.resolve("classes/text.txt"), "read");
      var target =
          (io.mp4j.function.Action0)
              plugIn.loader().loadClass("plugin.Reader").getDeclaredConstructor().newInstance();
      ClassLoader before = Thread.currentThread().getContextClassLoader();
      Thread.currentThread().setContextClassLoader(plugIn.loader());
      try {
        assertThat(TestTargets.linesOf(QUIET, target))
            .containsExactly("true", "read", "1", "null", "true");
      } finally {
        Thread.currentThread().setContextClassLoader(before);
      }
    }
  }

  @Test
  void shouldHandClassesDownToGrandchildren() throws Exception {
    try (PlugIn plugIn = greeter("deep")) {
      Function1<String, Object> greet = plugIn.function("plugin.Greeter");
      assertThat(
              TestTargets.linesOf(
                  QUIET,
                  () ->
                      TestTargets.linesOf(QUIET, () -> System.out.println(greet.call("down")))
                          .forEach(System.out::println)))
          .containsExactly("Greeting[text=deep down, helper=helper 1]");
    }
  }

  @Test
  void shouldLoadWhatTwoLoadersShareWithoutADeadlock() throws Exception {
    int pairs = 20;
    Map<String, String> below = new HashMap<>();
    Map<String, String> above = new HashMap<>();
    for (int i = 0; i < pairs; i++) {
      below.put("below.B" + i, "package below; public class B" + i + " {}");
      above.put(
          "above.A" + i, "package above; public class A" + i + " extends below.B" + i + " {}");
    }
    String task =
        """
        package above;
        public class Both implements io.mp4j.function.Function1<Integer, Object> {
          public Object call(Integer count) throws Exception {
            ClassLoader mine = getClass().getClassLoader();
            ClassLoader theirs = new A0().getClass().getSuperclass().getClassLoader();
            Thread[] threads = new Thread[4];
            java.util.Set<Object> found = java.util.concurrent.ConcurrentHashMap.newKeySet();
            for (int t = 0; t < threads.length; t++) {
              boolean up = t % 2 == 0;
              threads[t] = new Thread(() -> {
                for (int i = 0; i < count; i++) {
                  try {
                    found.add(up ? mine.loadClass("above.A" + i) : theirs.loadClass("below.B" + i));
                  } catch (Throwable e) {
                    found.add(e.toString());
                  }
                }
              });
              threads[t].start();
            }
            for (Thread thread : threads) thread.join();
            return found.size();
          }
        }
        """;
    above.put("above.Both", task);
    try (PlugIn lower = PlugIn.of(directory.resolve("below"), below);
        PlugIn upper = PlugIn.of(directory.resolve("above"), lower.loader(), above)) {
      assertThat(pool.apply(upper.<Integer, Object>function("above.Both"), pairs))
          .isEqualTo(2 * pairs);
    }
  }

  // --- faults ------------------------------------------------------------------------------------
  @Test
  void shouldNameAClassThatALoaderDoesNotGiveBecauseItWasClosed() throws Exception {
    PlugIn plugIn = greeter("closed");
    Function1<String, Object> greet = plugIn.function("plugin.Greeter");
    plugIn.close();
    assertThatThrownBy(() -> pool.apply(greet, "x"))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("class plugin.Greeter cannot be had from the parent process")
        .hasMessageContaining("perhaps because it was closed");
    assertWorks(pool);
  }

  @Test
  void shouldNameAClassThatIsMissingWhileATaskRuns() throws Exception {
    PlugIn plugIn = greeter("half");
    Files.delete(directory.resolve("half/classes/plugin/Helper.class"));
    Function1<String, Object> greet = plugIn.function("plugin.Greeter");
    assertThatThrownBy(() -> pool.apply(greet, "x"))
        .isInstanceOf(NoClassDefFoundError.class)
        .hasMessageContaining("plugin/Helper");
    plugIn.close();
    assertWorks(pool);
  }

  /** Gives damaged bytes of the classes that it loads from its parent's place. */
  private static final class Garbling extends ClassLoader {
    Garbling(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("plugin.")) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (java.io.IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    @Override
    public URL getResource(String name) {
      try {
        return new URL("garbled", null, 0, name, new Garbled());
      } catch (java.net.MalformedURLException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static final class Garbled extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {
          // nothing to connect to
        }

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(new byte[] {1, 2, 3});
        }
      };
    }
  }

  @Test
  void shouldRefuseDamagedBytesOfAClass() throws Exception {
    try (PlugIn plugIn = greeter("garbled")) {
      @SuppressWarnings("unchecked") // the test's own source
      Function1<String, Object> greet =
          (Function1<String, Object>)
              new Garbling(plugIn.loader())
                  .loadClass("plugin.Greeter")
                  .getDeclaredConstructor()
                  .newInstance();
      assertThatThrownBy(() -> pool.apply(greet, "x"))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("class plugin.Greeter cannot be had from the parent process")
          .hasMessageContaining("ClassFormatError");
      assertWorks(pool);
    }
  }

  private enum Interrupts {
    ONCE,
    OFTEN,
    ALWAYS
  }

  @ParameterizedTest
  @EnumSource(Interrupts.class)
  void shouldLoadClassesInAThreadThatIsInterrupted(Interrupts interrupts) throws Exception {
    int count = 100;
    Map<String, String> sources = new HashMap<>();
    IntStream.range(0, count)
        .forEach(i -> sources.put("many.C" + i, "package many; public class C" + i + " {}"));
    sources.put(
        "many.Load",
        """
        package many;
        import java.util.concurrent.atomic.AtomicBoolean;
        public class Load implements io.mp4j.function.Function1<String, Object> {
          public Object call(String interrupts) throws Exception {
            Thread me = Thread.currentThread();
            AtomicBoolean done = new AtomicBoolean();
            Thread other = new Thread(() -> {
              while (!done.get()) {
                me.interrupt();
                if (interrupts.equals("OFTEN")) {
                  java.util.concurrent.locks.LockSupport.parkNanos(100_000);
                }
              }
            });
            other.setDaemon(true);
            me.interrupt();
            if (!interrupts.equals("ONCE")) {
              other.start();
            }
            int loaded = 0;
            for (int i = 0; i < COUNT; i++) {
              Class.forName("many.C" + i, true, getClass().getClassLoader());
              loaded++;
            }
            boolean seen = me.isInterrupted();
            done.set(true);
            if (!interrupts.equals("ONCE")) {
              while (other.isAlive()) {
                Thread.interrupted();
              }
            }
            Thread.interrupted();
            return loaded + " " + seen;
          }
        }
        """
            .replace("COUNT", "" + count));
    try (PlugIn plugIn = PlugIn.of(directory, sources)) {
      assertThat(pool.apply(plugIn.<String, Object>function("many.Load"), interrupts.name()))
          .isEqualTo(count + " true");
    }
  }

  // --- the switch --------------------------------------------------------------------------------
  @Test
  void shouldGiveNoClassesWhenThatIsTurnedOff() throws Exception {
    try (PlugIn plugIn = greeter("off");
        Pool closed = QUIET.withClassesFromParent(false).pool(1)) {
      Function1<String, Object> greet = plugIn.function("plugin.Greeter");
      assertThatThrownBy(() -> closed.apply(greet, "x"))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("class plugin.Greeter is not on the class path of this process")
          .hasMessageContaining("Context.withClassesFromParent(false)");
      assertWorks(closed);
    }
  }
}
