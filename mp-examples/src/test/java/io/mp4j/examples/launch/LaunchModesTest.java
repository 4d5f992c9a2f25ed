package io.mp4j.examples.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.testing.OtherJdks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One small program, launched as a program of its own in every way that Java knows. */
class LaunchModesTest {
  private static final List<String> PRINTED =
      List.of(
          "child Ä ß Point[x=3, y=4]",
          "grandchild Point[x=-1, y=2]",
          "[1, 4, 9]",
          "[Point[x=1, y=-1], Point[x=2, y=-2]]",
          "caught no 7");

  private static final String BOOT_LOADER = "org/springframework/boot/loader/";
  private static final String QUIET_LOGGING =
      "<configuration><root level=\"WARN\"/></configuration>";

  @TempDir static Path shared;
  private static List<Path> library;

  @TempDir Path directory;

  @BeforeAll
  static void collectJars() throws IOException {
    library = UserLibrary.jars(shared);
    assertThat(library).hasSizeGreaterThan(10);
    Files.writeString(shared.resolve("logback.xml"), QUIET_LOGGING);
  }

  private static String classPath(Path... more) {
    List<Path> entries = new ArrayList<>(library);
    entries.add(shared); // for the logging
    entries.addAll(List.of(more));
    return UserLibrary.classPath(entries);
  }

  private List<String> java(String... arguments) throws Exception {
    return Jdk.run(directory, Jdk.home(), "java", List.of(arguments));
  }

  @Test
  void shouldRunFromAClassPathOfDirectoriesAndJars() throws Exception {
    Jdk.source("Demo.java", directory.resolve("src"));
    Path classes = directory.resolve("classes");
    Jdk.compile(directory.resolve("src"), classes, "-cp", classPath());
    assertThat(java("-cp", classPath(classes), "Demo")).isEqualTo(PRINTED);
  }

  @Test
  void shouldRunFromASourceFile() throws Exception {
    Path source = Jdk.source("Demo.java", directory);
    assertThat(java("-cp", classPath(), source.toString())).isEqualTo(PRINTED);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_22)
  void shouldRunFromSeveralSourceFiles() throws Exception {
    Path demo = Jdk.source("Demo.java", directory);
    Files.writeString(
        demo,
        Files.readString(demo)
            .replace("  record Point(int x, int y) {}\n", "")
            .replace("return x * x", "return Other.square(x)"));
    Files.writeString(directory.resolve("Point.java"), "record Point(int x, int y) {}\n");
    Files.writeString(
        directory.resolve("Other.java"),
        "class Other { static int square(int x) { return x * x; } }\n");
    assertThat(java("-cp", classPath(), demo.toString())).isEqualTo(PRINTED);
  }

  @Test
  void shouldRunInJShellAndTakeWhatIsTypedAnew() throws Exception {
    Path session = Jdk.source("session.jsh", directory);
    Files.createDirectories(directory.resolve(".java/.userPrefs")); // JShell tells if it makes it
    List<String> printed =
        Jdk.run(
            directory,
            Jdk.home(),
            "jshell",
            List.of(
                "-J-Djava.util.prefs.userRoot=" + directory,
                "--class-path",
                classPath(),
                session.toString()));
    assertThat(printed)
        .containsExactly(
            "[2, 3]",
            "[P[x=2], P[x=3]]",
            "[P[x=101], P[x=102]]",
            "[P[x=101, y=new], P[x=102, y=new]]",
            "child 105");
  }

  @Test
  void shouldRunFromAJarWithNestedJars() throws Exception {
    Jdk.source("Demo.java", directory.resolve("src"));
    Path classes = directory.resolve("classes");
    Jdk.compile(directory.resolve("src"), classes, "-cp", classPath());
    Path jar = nestedJar(classes);
    assertThat(java("-jar", jar.toString())).isEqualTo(PRINTED);
  }

  /** As the repackager of Spring Boot makes it: nested jars are stored as they are. */
  private Path nestedJar(Path classes) throws Exception {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, BOOT_LOADER.replace('/', '.') + "launch.JarLauncher");
    main.putValue("Start-Class", "Demo");
    main.putValue("Spring-Boot-Classes", "BOOT-INF/classes/");
    main.putValue("Spring-Boot-Lib", "BOOT-INF/lib/");
    Path jar = directory.resolve("application.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      copyLoader(out);
      out.putNextEntry(new JarEntry("BOOT-INF/classes/"));
      out.putNextEntry(new JarEntry("BOOT-INF/lib/"));
      store(out, "BOOT-INF/classes/logback.xml", Files.readAllBytes(shared.resolve("logback.xml")));
      try (var files = Files.list(classes)) {
        for (Path file : files.toList()) {
          store(out, "BOOT-INF/classes/" + file.getFileName(), Files.readAllBytes(file));
        }
      }
      for (Path nested : library) {
        store(out, "BOOT-INF/lib/" + nested.getFileName(), Files.readAllBytes(nested));
      }
    }
    return jar;
  }

  private static void copyLoader(JarOutputStream out) throws Exception {
    Class<?> launcher =
        Class.forName(
            BOOT_LOADER.replace('/', '.') + "launch.JarLauncher",
            false,
            LaunchModesTest.class.getClassLoader());
    Path loader = Path.of(launcher.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (JarFile jar = new JarFile(loader.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        if (entry.getName().startsWith(BOOT_LOADER) && !entry.isDirectory()) {
          try (InputStream in = jar.getInputStream(entry)) {
            store(out, entry.getName(), in.readAllBytes());
          }
        }
      }
    }
  }

  private static void store(JarOutputStream out, String name, byte[] content) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setMethod(JarEntry.STORED);
    entry.setSize(content.length);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setCrc(crc.getValue());
    out.putNextEntry(entry);
    out.write(content);
  }

  @Test
  void shouldRunAsAModule() throws Exception {
    Path module = directory.resolve("src");
    Path demo = Jdk.source("Demo.java", module.resolve("demo"));
    Files.writeString(demo, "package demo;\n" + Files.readString(demo));
    Files.writeString(
        module.resolve("module-info.java"), "module application { requires io.mp4j; opens demo; }");
    Path modules = Files.createDirectory(directory.resolve("modules"));
    for (Path jar : library) {
      Files.copy(jar, modules.resolve(jar.getFileName()));
    }
    Jdk.compile(module, directory.resolve("classes"), "--module-path", modules.toString());
    Files.copy(shared.resolve("logback.xml"), directory.resolve("classes/logback.xml"));
    UserLibrary.pack(directory.resolve("classes"), modules.resolve("application.jar"));
    // A relative path: the children of a context may have another directory.
    assertThat(java("--module-path", "modules", "-m", "application/demo.Demo")).isEqualTo(PRINTED);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("io.mp4j.testing.OtherJdks#homes")
  void shouldRunItsChildrenOnAnotherJdk(Path home) throws Exception {
    Path source = directory.resolve("src/Across.java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        source,
        """
        import io.mp4j.Mp;
        import io.mp4j.Pool;
        import java.nio.file.Path;
        import java.util.List;
        public class Across {
          record Answer(int version, Object value) {}
          public static void main(String[] args) throws Exception {
            try (Pool pool = Mp.context().withJavaHome(Path.of(args[0])).pool(1)) {
              System.out.println(
                  pool.map(x -> new Answer(Runtime.version().feature(), x), List.of("a", 2.5)));
              try {
                pool.apply(() -> { throw new IllegalStateException("over there"); });
              } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
              }
            }
          }
        }
        """);
    Path classes = directory.resolve("classes");
    Jdk.compile(source.getParent(), classes, "-cp", classPath());
    int version = OtherJdks.version(home);
    assertThat(java("-cp", classPath(classes), "Across", home.toString()))
        .containsExactly(
            "[Answer[version="
                + version
                + ", value=a], Answer[version="
                + version
                + ", value=2.5]]",
            "over there");
  }

  @Test
  void shouldRunWhereTheClassPathHasOnlyALauncher() throws Exception {
    Path launcher = directory.resolve("Launcher.java");
    Files.writeString(
        launcher,
        """
        import java.net.*;
        import java.nio.file.*;
        public class Launcher {
          public static void main(String[] args) throws Exception {
            URL[] urls = new URL[args.length];
            for (int i = 0; i < args.length; i++) {
              urls[i] = Path.of(args[i]).toUri().toURL();
            }
            ClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
            Thread.currentThread().setContextClassLoader(loader);
            loader.loadClass("Demo").getMethod("main", String[].class)
                .invoke(null, (Object) new String[0]);
          }
        }
        """);
    Jdk.source("Demo.java", directory.resolve("src"));
    Path classes = directory.resolve("classes");
    Jdk.compile(directory.resolve("src"), classes, "-cp", classPath());
    List<String> arguments = new ArrayList<>(List.of(launcher.toString(), classes + "/"));
    library.forEach(jar -> arguments.add(jar.toString()));
    arguments.add(shared + "/");
    assertThat(java(arguments.toArray(String[]::new))).isEqualTo(PRINTED);
  }
}
