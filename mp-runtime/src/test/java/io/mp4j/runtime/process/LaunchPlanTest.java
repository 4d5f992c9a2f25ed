package io.mp4j.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.Output;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaunchPlanTest {
  /** Two values for each component. */
  private static final List<List<Object>> VALUES =
      List.of(
          List.of(Path.of("java"), Path.of("other")),
          List.of(List.of("-Xmx1g"), List.of("-Xmx2g")),
          List.of(
              new OptionVariables(Map.of(), List.of()),
              new OptionVariables(Map.of("JDK_JAVA_OPTIONS", ""), List.of())),
          List.of(Map.of(), Map.of("name", Optional.of("value"))),
          List.of(Optional.empty(), Optional.of(Path.of("directory"))),
          List.of("key", "other key"),
          List.of(Output.inherit(), Output.discard()),
          List.of(Output.inherit(), Output.discard()),
          List.of(false, true),
          List.of(false, true));

  /** All first values, but for one component. */
  private static Object plan(int other) throws ReflectiveOperationException {
    Object[] arguments = new Object[VALUES.size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = VALUES.get(i).get(i == other ? 1 : 0);
    }
    Constructor<?> canonical = LaunchPlan.class.getDeclaredConstructors()[0];
    return canonical.newInstance(arguments);
  }

  @Test
  void shouldBeEqualWhenAllComponentsAre() throws Exception {
    assertThat(plan(-1)).isEqualTo(plan(-1)).hasSameHashCodeAs(plan(-1));
  }

  @Test
  void shouldDifferInEachComponent() throws Exception {
    assertThat(VALUES).hasSameSizeAs(LaunchPlan.class.getRecordComponents());
    for (int i = 0; i < VALUES.size(); i++) {
      assertThat(plan(i)).as("component %d", i).isNotEqualTo(plan(-1));
    }
  }
}
