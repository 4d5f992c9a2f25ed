package io.mp4j.runtime;

import io.mp4j.AsyncResult;
import io.mp4j.Mp;
import io.mp4j.Pool;
import io.mp4j.Process;
import io.mp4j.TaskException;
import io.mp4j.function.Action0;
import io.mp4j.function.Function0;
import io.mp4j.function.Function1;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** As much of a pool as the tests of shared objects need: a process for each task. */
final class PoolOfThreads {
  private final List<Process> started = new CopyOnWriteArrayList<>();

  private PoolOfThreads() {}

  static Pool open() {
    PoolOfThreads pool = new PoolOfThreads();
    return proxy(Pool.class, (method, args) -> pool.call(method.getName(), args));
  }

  @SuppressWarnings("unchecked") // it is given what it takes
  private Object call(String method, Object... args) throws Exception {
    return switch (method) {
      case "apply" -> result(submit(args[0]));
      case "applyAsync" -> asyncResult(submit(args[0]));
      case "mapAsync" -> asyncResult(map((Function1<Object, ?>) args[0], (Iterable<?>) args[1]));
      case "close" -> close();
      default -> throw new UnsupportedOperationException(method);
    };
  }

  private Object close() throws InterruptedException {
    for (Process task : started) {
      task.join();
    }
    return null;
  }

  private static Object asyncResult(CompletableFuture<Object> result) {
    return proxy(AsyncResult.class, (method, args) -> ask(result, method, args));
  }

  private CompletableFuture<Object> submit(Object code) {
    CompletableFuture<Object> result = new CompletableFuture<>();
    started.add(Mp.threads().process(() -> complete(result, code)).setDaemon(true).start());
    return result;
  }

  private CompletableFuture<Object> map(Function1<Object, ?> code, Iterable<?> inputs) {
    List<CompletableFuture<Object>> results = new ArrayList<>();
    inputs.forEach(input -> results.add(submit(code.bind(input))));
    return CompletableFuture.allOf(results.toArray(new CompletableFuture<?>[0]))
        .thenApply(all -> results.stream().map(CompletableFuture::join).toList());
  }

  private static void complete(CompletableFuture<Object> result, Object code) {
    try {
      result.complete(run(code));
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }

  private static Object run(Object code) throws Exception {
    if (code instanceof Function0<?> function) {
      return function.call();
    }
    ((Action0) code).run();
    return null;
  }

  private static Object ask(CompletableFuture<Object> result, Method method, Object... args)
      throws Exception {
    if (!method.getName().equals("result")) {
      return method.invoke(result, args);
    }
    if (args != null) {
      try {
        Object unused = result.get(((Duration) args[0]).toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        return result(result);
      }
    }
    return result(result);
  }

  private static Object result(CompletableFuture<Object> result) throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new TaskException(e.getCause());
    }
  }

  private interface Call {
    Object on(Method method, Object... args) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              try {
                return call.on(method, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
