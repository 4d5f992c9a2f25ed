package io.mp4j.function;

/**
 * Code together with its arguments. Records rather than lambdas: when an argument cannot travel,
 * the message names it by its component.
 */
final class Bound {
  private Bound() {}

  record Action1Call<A>(Action1<A> action, A argument) implements Action0, BoundCode {
    @Override
    public Object code() {
      return action;
    }

    @Override
    public Object[] arguments() {
      return new Object[] {argument};
    }

    @Override
    public void run() throws Exception {
      action.run(argument);
    }
  }

  record Function1Call<A, R>(Function1<A, R> function, A argument)
      implements Function0<R>, BoundCode {
    @Override
    public Object code() {
      return function;
    }

    @Override
    public Object[] arguments() {
      return new Object[] {argument};
    }

    @Override
    public R call() throws Exception {
      return function.call(argument);
    }
  }

  record Action2Call<A, B>(Action2<A, B> action, A first, B second) implements Action0, BoundCode {
    @Override
    public Object code() {
      return action;
    }

    @Override
    public Object[] arguments() {
      return new Object[] {first, second};
    }

    @Override
    public void run() throws Exception {
      action.run(first, second);
    }
  }

  record Function2Call<A, B, R>(Function2<A, B, R> function, A first, B second)
      implements Function0<R>, BoundCode {
    @Override
    public Object code() {
      return function;
    }

    @Override
    public Object[] arguments() {
      return new Object[] {first, second};
    }

    @Override
    public R call() throws Exception {
      return function.call(first, second);
    }
  }

  record Action3Call<A, B, C>(Action3<A, B, C> action, A first, B second, C third)
      implements Action0, BoundCode {
    @Override
    public Object code() {
      return action;
    }

    @Override
    public Object[] arguments() {
      return new Object[] {first, second, third};
    }

    @Override
    public void run() throws Exception {
      action.run(first, second, third);
    }
  }

  record Function3Call<A, B, C, R>(Function3<A, B, C, R> function, A first, B second, C third)
      implements Function0<R>, BoundCode {
    @Override
    public Object code() {
      return function;
    }

    @Override
    public Object[] arguments() {
      return new Object[] {first, second, third};
    }

    @Override
    public R call() throws Exception {
      return function.call(first, second, third);
    }
  }
}
