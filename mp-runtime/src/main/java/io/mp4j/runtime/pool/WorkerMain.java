package io.mp4j.runtime.pool;

import io.mp4j.SerializationException;
import io.mp4j.function.Action0;
import io.mp4j.function.Function0;
import io.mp4j.function.Function1;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;
import io.mp4j.ipc.ring.Parcel;
import io.mp4j.runtime.child.Uplink;
import io.mp4j.runtime.wire.ChunkMessage;
import io.mp4j.runtime.wire.ForgetMessage;
import io.mp4j.runtime.wire.FunctionMessage;
import io.mp4j.runtime.wire.OutcomesMessage;
import io.mp4j.runtime.wire.TaskFailure;
import java.io.Serial;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a worker runs: its initializer, and then it takes a chunk, answers with its outcomes, and
 * takes the next.
 */
final class WorkerMain implements Action0 {
  @Serial private static final long serialVersionUID = 1L;

  /** Null for nothing. */
  private final Action0 initializer;

  WorkerMain(Action0 initializer) {
    this.initializer = initializer;
  }

  @Override
  public void run() throws Exception {
    Uplink uplink =
        Uplink.current().orElseThrow(() -> new IllegalStateException("not a child process"));
    if (initializer != null) {
      initializer.run();
    }
    new Loop(uplink).run();
    // Threads that tasks have left behind must not keep a worker.
    System.exit(0);
  }

  /** The state of a running worker, which does not travel. */
  private static final class Loop {
    private final Codec codec = new Codec(Thread.currentThread().getContextClassLoader());
    private final Map<Long, byte[]> encodedFunctions = new HashMap<>();
    private final Map<Long, Function1<Object, Object>> functions = new HashMap<>();
    private final Uplink uplink;

    Loop(Uplink uplink) {
      this.uplink = uplink;
    }

    void run() {
      uplink.send(Frame.of(FrameType.READY));
      while (true) {
        Frame frame = take();
        switch (frame.type()) {
          case FUNCTION -> {
            FunctionMessage message = FunctionMessage.from(frame);
            encodedFunctions.put(message.callId(), message.function());
          }
          case FORGET -> {
            long callId = ForgetMessage.from(frame).callId();
            encodedFunctions.remove(callId);
            functions.remove(callId);
          }
          case CHUNK -> {
            ChunkMessage chunk = ChunkMessage.from(frame);
            Parcel parcel = pack(outcomesOf(chunk));
            send(new OutcomesMessage(chunk.chunkId(), parcel.value(), parcel.cargo()));
            parcel.sent();
          }
          case STOP -> {
            return;
          }
          default -> throw new IllegalStateException("a worker takes no such frame: " + frame);
        }
      }
    }

    /** What carries something holds it itself once it is on its way, and not before. */
    private void send(OutcomesMessage message) {
      if (message.cargo().length == 0) {
        uplink.send(message.toFrame());
      } else {
        uplink.sendAndWait(message.toFrame());
      }
    }

    /** An interrupt between tasks has nobody to interrupt. */
    private Frame take() {
      while (true) {
        try {
          return uplink.take();
        } catch (InterruptedException late) {
          // taken note of by not being set any more
        }
      }
    }

    private Object[] outcomesOf(ChunkMessage chunk) {
      Function1<Object, Object> function;
      Object[] items;
      try {
        items = uplink.rebuild(() -> (Object[]) codec.decode(chunk.items()));
        function = uplink.rebuild(() -> function(chunk.callId()));
      } catch (Throwable e) { // code of users runs in here
        return new Object[] {new TaskFailure(e)};
      }
      Object[] outcomes = new Object[items.length];
      for (int i = 0; i < items.length; i++) {
        outcomes[i] = outcomeOf(function, items[i]);
        items[i] = null; // what a task was given need not outlive it
      }
      return outcomes;
    }

    private static Object outcomeOf(Function1<Object, Object> function, Object item) {
      try {
        return function.call(item);
      } catch (Throwable e) { // the task's outcome, whatever it is
        return new TaskFailure(e);
      } finally {
        boolean unused = Thread.interrupted(); // it was meant for this task
      }
    }

    @SuppressWarnings("unchecked") // the pool sent a function for these items
    private Function1<Object, Object> function(long callId) {
      if (callId == ChunkMessage.OWN_FUNCTION) {
        return item -> ((Function0<?>) item).call();
      }
      Function1<Object, Object> function = functions.get(callId);
      if (function == null) {
        function = (Function1<Object, Object>) codec.decode(encodedFunctions.get(callId));
        functions.put(callId, function);
      }
      return function;
    }

    /** A result that cannot travel costs only itself, whatever its code throws meanwhile. */
    private Parcel pack(Object[] outcomes) {
      try {
        return Parcel.pack(codec, outcomes);
      } catch (Throwable notTogether) {
        for (int i = 0; i < outcomes.length; i++) {
          try {
            codec.check(outcomes[i]);
          } catch (Throwable culprit) {
            outcomes[i] = cannotTravel(culprit);
          }
        }
        return packOrGiveUp(outcomes);
      }
    }

    private Parcel packOrGiveUp(Object[] outcomes) {
      try {
        return Parcel.pack(codec, outcomes);
      } catch (Throwable tooMuchTogether) {
        Arrays.fill(outcomes, cannotTravel(tooMuchTogether));
        return Parcel.pack(codec, outcomes);
      }
    }

    private static TaskFailure cannotTravel(Throwable reason) {
      return new TaskFailure(
          new SerializationException(
              "the result of a task cannot travel: " + reason.getMessage(), reason));
    }
  }
}
