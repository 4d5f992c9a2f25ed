package io.mp4j.runtime.child;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PreparationTest {
  @Test
  void shouldNameClassesThatExist() throws Exception {
    for (String name : Preparation.CLASSES) {
      assertThat(Class.forName(name, false, Preparation.class.getClassLoader())).isNotNull();
    }
  }
}
