package io.mp4j.runtime.loading;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.function.Function1;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Classes that no class path holds, compiled here, with a loader of their own. */
final class PlugIn implements AutoCloseable {
  private final URLClassLoader loader;

  private PlugIn(URLClassLoader loader) {
    this.loader = loader;
  }

  /** Compiles sources, by the names of their classes. */
  static PlugIn of(Path directory, Map<String, String> sources) throws IOException {
    return of(directory, PlugIn.class.getClassLoader(), sources);
  }

  static PlugIn of(Path directory, ClassLoader parent, Map<String, String> sources)
      throws IOException {
    Path code = Files.createDirectories(directory.resolve("src"));
    for (var source : sources.entrySet()) {
      Path file = code.resolve(source.getKey().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
    }
    Path classes = Files.createDirectories(directory.resolve("classes"));
    compile(code, classes, parent);
    return new PlugIn(new URLClassLoader(new URL[] {classes.toUri().toURL()}, parent));
  }

  private static void compile(Path code, Path classes, ClassLoader parent) throws IOException {
    String path = System.getProperty("java.class.path");
    if (parent instanceof URLClassLoader loader) {
      path += ":" + loader.getURLs()[0].getPath();
    }
    List<String> arguments =
        new ArrayList<>(List.of("-proc:none", "-cp", path, "-d", classes.toString()));
    try (Stream<Path> files = Files.walk(code)) {
      files.filter(Files::isRegularFile).forEach(file -> arguments.add(file.toString()));
    }
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code0 =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, arguments.toArray(String[]::new));
    assertThat(code0).as(errors.toString(StandardCharsets.UTF_8)).isZero();
  }

  ClassLoader loader() {
    return loader;
  }

  @SuppressWarnings("unchecked") // the tests' own sources
  <A, R> Function1<A, R> function(String name) throws ReflectiveOperationException {
    return (Function1<A, R>) loader.loadClass(name).getDeclaredConstructor().newInstance();
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
