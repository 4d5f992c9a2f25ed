package io.mp4j.runtime.process;

import io.mp4j.Context;
import io.mp4j.ProcessStartException;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The plans of contexts that have started something, since to make one takes as long as to tell a
 * spare what to do. Safe for all threads.
 */
final class LaunchPlans {
  /** Softly, since a plan has the handlers of the context, from which a way may lead back to it. */
  private static final Map<Context, SoftReference<Made>> MADE =
      Collections.synchronizedMap(new WeakHashMap<>());

  private LaunchPlans() {}

  /**
   * Returns the plan for a context, as this process is now.
   *
   * @param name who is to be launched, for errors
   * @throws ProcessStartException when no JVM can be launched so
   */
  static LaunchPlan of(Context context, String name) {
    if (context.directory().isPresent() || !Library.isOnClassPath()) {
      return LaunchPlan.of(context, name); // other files may be there now
    }
    List<Object> surroundings = surroundings();
    SoftReference<Made> kept = MADE.get(context);
    Made made = kept == null ? null : kept.get();
    if (made == null || !made.surroundings.equals(surroundings)) {
      made = new Made(surroundings, LaunchPlan.of(context, name));
      MADE.put(context, new SoftReference<>(made));
    }
    return made.plan;
  }

  /** All that plans are made from and that a program can change while it runs. */
  private static List<Object> surroundings() {
    return Arrays.asList(
        Locale.getDefault(),
        Locale.getDefault(Locale.Category.DISPLAY),
        Locale.getDefault(Locale.Category.FORMAT),
        System.getProperty("java.home"),
        System.getProperty("java.class.path"),
        System.getProperty("jdk.module.path"));
  }

  /** No record: nobody needs what that would be assembled for. */
  private static final class Made {
    final List<Object> surroundings;
    final LaunchPlan plan;

    Made(List<Object> surroundings, LaunchPlan plan) {
      this.surroundings = surroundings;
      this.plan = plan;
    }
  }
}
