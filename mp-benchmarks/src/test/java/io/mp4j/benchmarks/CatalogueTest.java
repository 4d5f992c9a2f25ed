package io.mp4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  @Test
  void shouldNameEachRowOnce() {
    assertThat(Catalogue.rows()).extracting(Row::name).doesNotHaveDuplicates();
  }

  @Test
  void shouldFindRowsByAPartOfTheirName() {
    assertThat(Catalogue.matching(Pattern.compile("^map.*1$")))
        .extracting(Row::name)
        .containsExactly("map, chunk size 1");
  }
}
