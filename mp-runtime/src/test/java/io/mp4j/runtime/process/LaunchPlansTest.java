package io.mp4j.runtime.process;

import static io.mp4j.runtime.TestTargets.linesOf;
import static io.mp4j.runtime.TestTargets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mp4j.Context;
import io.mp4j.Output;
import java.io.File;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchPlansTest {
  private final Context context = small();

  private LaunchPlan plan() {
    return LaunchPlans.of(context, "test");
  }

  @Test
  void shouldKeepThePlanOfAContext() {
    LaunchPlan plan = plan();
    assertThat(plan()).isSameAs(plan).isEqualTo(LaunchPlan.of(context, "test"));
    Context other = context.withSystemProperty("a", "b");
    assertThat(LaunchPlans.of(other, "test").arguments()).contains("-Da=b");
    assertThat(plan()).isSameAs(plan);
  }

  @Test
  void shouldNotHoldAContextWhoseHandlersLeadBackToIt() throws Exception {
    Context forgetful = small().withJvmOptions("-XX:SoftRefLRUPolicyMSPerMB=0");
    assertThat(linesOf(forgetful, LaunchPlansTest::dropService)).containsExactly("it is free");
  }

  static void dropService() {
    WeakReference<Service> service = new WeakReference<>(new Service());
    await().until(() -> isFree(service));
    System.out.println("it is free");
  }

  private static boolean isFree(WeakReference<?> reference) {
    System.gc();
    return reference.get() == null;
  }

  /** Handles the output of its own processes. */
  private static final class Service {
    final Context own = small().withStdout(Output.lines((name, line) -> take(line)));

    Service() {
      assertThat(LaunchPlans.of(own, "test")).isNotNull();
    }

    void take(String line) {
      assertThat(line).as("what %s has written", own).isNotNull();
    }
  }

  @Test
  void shouldMakeAnotherOneForAnotherLocale() {
    LaunchPlan before = plan();
    Locale usual = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, new Locale.Builder().setLanguage("eo").build());
    try {
      assertThat(plan().arguments()).contains("-Duser.language.format=eo");
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, usual);
    }
    assertThat(plan()).isEqualTo(before);
  }

  @Test
  void shouldMakeAnotherOneForAnotherClassPath() {
    LaunchPlan before = plan();
    String usual = System.getProperty("java.class.path");
    System.setProperty("java.class.path", usual + File.pathSeparator + "more.jar");
    try {
      String last = plan().arguments().get(plan().arguments().size() - 1);
      assertThat(last).endsWith("more.jar");
    } finally {
      System.setProperty("java.class.path", usual);
    }
    assertThat(plan()).isEqualTo(before);
  }

  @Test
  void shouldLookAtTheDirectoryEachTime(@TempDir Path directory) {
    Context elsewhere = context.withDirectory(directory);
    assertThat(LaunchPlans.of(elsewhere, "test"))
        .isNotSameAs(LaunchPlans.of(elsewhere, "test"))
        .isEqualTo(LaunchPlans.of(elsewhere, "test"));
  }
}
