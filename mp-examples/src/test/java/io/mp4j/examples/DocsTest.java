package io.mp4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Java snippet of the documents stands in a source of this module, and so is compiled. */
class DocsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    documents.add(ROOT.resolve("README.md"));
    documents.add(ROOT.resolve("CONTRIBUTING.md"));
    try (Stream<Path> found = Files.list(ROOT.resolve("docs"))) {
      found.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldShowOnlyCodeThatIsCompiled(Path document) throws IOException {
    String sources = sources();
    assertThat(snippets(Files.readAllLines(document)))
        .allSatisfy(snippet -> assertThat(sources).contains(snippet));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldLinkOnlyToFilesThatExist(Path document) throws IOException {
    var links =
        java.util.regex.Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)")
            .matcher(Files.readString(document));
    while (links.find()) {
      assertThat(document.getParent().resolve(links.group(1))).exists();
    }
  }

  @Test
  void shouldShowDependencyAndMainAtOnce() throws IOException {
    List<String> top = Files.readAllLines(ROOT.resolve("README.md")).subList(0, 30);
    assertThat(String.join("\n", top))
        .contains("<artifactId>mp-runtime</artifactId>")
        .contains("public static void main")
        .contains("pool.map(");
    assertThat(snippets(Files.readAllLines(ROOT.resolve("README.md")))).isNotEmpty();
  }

  private static List<String> snippets(List<String> lines) {
    List<String> snippets = new ArrayList<>();
    StringBuilder snippet = null;
    for (String line : lines) {
      if (line.strip().equals("```java")) {
        snippet = new StringBuilder();
      } else if (line.strip().equals("```") && snippet != null) {
        snippets.add(snippet.toString());
        snippet = null;
      } else if (snippet != null && !line.isBlank()) {
        snippet.append(line.strip()).append('\n');
      }
    }
    return snippets;
  }

  private static String sources() throws IOException {
    try (Stream<Path> found = Files.walk(ROOT.resolve("mp-examples/src"))) {
      return found
          .filter(file -> file.toString().endsWith(".java"))
          .map(DocsTest::withoutIndentation)
          .collect(Collectors.joining());
    }
  }

  private static String withoutIndentation(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> !line.isBlank())
          .map(line -> line.strip() + "\n")
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
