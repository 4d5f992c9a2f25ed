package io.mp4j.runtime;

import io.mp4j.Context;
import io.mp4j.Mp;
import io.mp4j.Pool;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Which context a test class is about: a class that says nothing is about child JVMs, and a
 * subclass of it {@link OnThreads} runs the same tests on threads.
 */
public final class TestContext {
  private static volatile boolean onThreads;

  private TestContext() {}

  /** The context that the test is about. */
  public static Context mp() {
    return onThreads ? Mp.threads() : Mp.context();
  }

  /** The context that the test is about, with settings for small children. */
  public static Context smallMp() {
    return onThreads ? Mp.threads() : TestTargets.small();
  }

  /** A pool of small processes of the context that the test is about. */
  public static Pool smallPool(int processes) {
    return smallMp().pool(processes);
  }

  /** Runs the tests of a class, inherited ones, on threads. */
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @Inherited
  @ExtendWith(Switch.class)
  public @interface OnThreads {}

  /** Marks a test of what only child JVMs do. */
  @Target({ElementType.METHOD, ElementType.TYPE})
  @Retention(RetentionPolicy.RUNTIME)
  @ExtendWith(Only.class)
  public @interface ProcessesOnly {
    /** Why threads are different. */
    String value();
  }

  /** Before all others: some begin with a child. */
  static final class Switch implements BeforeAllCallback, AfterAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
      onThreads = true;
    }

    @Override
    public void afterAll(ExtensionContext context) {
      onThreads = false;
    }
  }

  /** Skips on threads. */
  static final class Only implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      boolean threads =
          context
              .getTestClass()
              .filter(type -> AnnotationSupport.isAnnotated(type, OnThreads.class))
              .isPresent();
      return threads
          ? ConditionEvaluationResult.disabled("threads are different")
          : ConditionEvaluationResult.enabled("child JVMs");
    }
  }
}
