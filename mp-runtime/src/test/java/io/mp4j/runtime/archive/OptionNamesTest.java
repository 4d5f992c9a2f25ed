package io.mp4j.runtime.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionNamesTest {
  private final OptionNames names = OptionNames.startingWith("-Xm", "-XX:±UseJVMCI", "@");

  @Test
  void shouldKnowOptionsByHowTheyBegin() {
    assertThat(names.include("-Xmx1g")).isTrue();
    assertThat(names.include("@file")).isTrue();
    assertThat(names.include("-Xint")).isFalse();
    assertThat(names.include("")).isFalse();
  }

  @Test
  void shouldKnowSwitchesThatAreOnAndThatAreOff() {
    assertThat(names.include("-XX:+UseJVMCICompiler")).isTrue();
    assertThat(names.include("-XX:-UseJVMCICompiler")).isTrue();
    assertThat(names.include("-XX:UseJVMCICompiler")).isFalse();
  }

  @Test
  void shouldFindOneAmongOthers() {
    assertThat(names.includeAnyOf(List.of("-ea", "-Xms1m"))).isTrue();
    assertThat(names.includeAnyOf(List.of("-ea", "-da"))).isFalse();
    assertThat(names.includeAnyOf(List.of())).isFalse();
  }
}
