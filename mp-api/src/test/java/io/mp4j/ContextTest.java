package io.mp4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.spi.Reduction;
import io.mp4j.spi.TravelSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextTest {
  @Test
  void shouldLeaveTheOriginalUnchanged() {
    Context original = Mp.context();

    Context changed =
        original
            .withJvmOptions("-XX:+UseSerialGC")
            .withHeap("256m")
            .small()
            .withEnvironment("TZ", "UTC")
            .withDirectory(Path.of("."))
            .withSystemProperty("key", "value")
            .withExtraClassPath(Path.of("a.jar"))
            .withJavaHome(Path.of("jdk"))
            .withNamePrefix("etl")
            .withOutput(Output.discard())
            .withOrphanPolicy(OrphanPolicy.LIVE_ON)
            .withStartTimeout(Duration.ofSeconds(5));

    assertThat(original.jvmOptions()).isEmpty();
    assertThat(original.heap()).isEmpty();
    assertThat(original.isSmall()).isFalse();
    assertThat(original.environment()).isEmpty();
    assertThat(original.directory()).isEmpty();
    assertThat(original.systemProperties()).isEmpty();
    assertThat(original.extraClassPath()).isEmpty();
    assertThat(original.javaHome()).isEmpty();
    assertThat(original.namePrefix()).isEqualTo("Process");
    assertThat(original.stdout()).isEqualTo(Output.inherit());
    assertThat(original.orphanPolicy()).isEqualTo(OrphanPolicy.EXIT);
    assertThat(original.startTimeout()).isEqualTo(Duration.ofMinutes(1));

    assertThat(changed.jvmOptions()).containsExactly("-XX:+UseSerialGC");
    assertThat(changed.heap()).contains("256m");
    assertThat(changed.isSmall()).isTrue();
    assertThat(changed.environment()).isEqualTo(Map.of("TZ", Optional.of("UTC")));
    assertThat(changed.directory()).contains(Path.of("."));
    assertThat(changed.systemProperties()).isEqualTo(Map.of("key", "value"));
    assertThat(changed.extraClassPath()).containsExactly(Path.of("a.jar"));
    assertThat(changed.javaHome()).contains(Path.of("jdk"));
    assertThat(changed.namePrefix()).isEqualTo("etl");
    assertThat(changed.stdout()).isEqualTo(Output.discard());
    assertThat(changed.stderr()).isEqualTo(Output.discard());
    assertThat(changed.orphanPolicy()).isEqualTo(OrphanPolicy.LIVE_ON);
    assertThat(changed.startTimeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void shouldCollectWhatIsSaidOfTravellingObjects() {
    Context original = Mp.context();

    TravelSettings travel =
        original
            .withSerializer(StringBuilder.class, Object::toString, StringBuilder::new)
            .withSerializer(Path.class, Object::toString, Path::of)
            .withSerializer(StringBuilder.class, text -> 1, number -> new StringBuilder())
            .withRegisteredClasses(Path.class, ContextTest.class)
            .withRegisteredClasses(Path.class)
            .withRegistrationRequired()
            .withDeserializationFilter("!a.b.*")
            .withDeserializationFilter("!c.d.*;maxdepth=10")
            .travelSettings();

    assertThat(original.travelSettings()).isEqualTo(TravelSettings.NONE);
    assertThat(travel.reductions())
        .extracting(Reduction::type)
        .containsExactly(Path.class, StringBuilder.class);
    assertThat(travel.registered()).containsExactly(Path.class, ContextTest.class);
    assertThat(travel.registrationRequired()).isTrue();
    assertThat(travel.filters()).containsExactly("!c.d.*;maxdepth=10");
    assertThatThrownBy(() -> original.withDeserializationFilter("maxdepth=deep"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> original.withDeserializationFilter(""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> original.withSerializer(int[].class, array -> 1, one -> new int[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("type=int[]");
  }

  @Test
  void shouldCollectSettingsOfTheSameKind() {
    Context context =
        Mp.context()
            .withJvmOptions("-ea")
            .withJvmOptions("-XX:+UseSerialGC", "-Xss1m")
            .withEnvironment("A", "1")
            .withoutEnvironment("B")
            .withEnvironment("A", "2");

    assertThat(context.jvmOptions()).containsExactly("-ea", "-XX:+UseSerialGC", "-Xss1m");
    assertThat(context.environment())
        .isEqualTo(Map.of("A", Optional.of("2"), "B", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1m", "512", "256 m", "256mb", "m", "1.5g", "256m -ea"})
  void shouldRefuseAHeapThatIsNoSize(String heap) {
    assertThatThrownBy(() -> Mp.context().withHeap(heap))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heap=" + heap);
  }

  @Test
  void shouldRefuseBadNamesAndTimes() {
    Context context = Mp.context();
    assertThatThrownBy(() -> context.withEnvironment("A=B", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A=B");
    assertThatThrownBy(() -> context.withSystemProperty("", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> context.withStartTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0S");
    assertThatThrownBy(() -> context.withHeap(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("heap");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void shouldRefuseAPoolWithoutWorkers(int processes) {
    assertThatThrownBy(() -> Mp.pool(processes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("processes=" + processes);
  }

  @Test
  void shouldSayWhichDependencyIsMissing() {
    assertThatThrownBy(() -> Mp.process(() -> {}))
        .isInstanceOf(MpException.class)
        .hasMessageContaining("io.mp4j:mp-runtime");
  }
}
