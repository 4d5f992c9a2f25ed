package io.mp4j.runtime.worker;

import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Decoder;
import io.mp4j.ipc.codec.Parts;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameType;
import io.mp4j.ipc.lane.Doorbell;
import io.mp4j.ipc.lane.Lane;
import io.mp4j.ipc.lane.Outcome;
import io.mp4j.ipc.lane.OutcomeSender;
import io.mp4j.ipc.lane.Progress;
import io.mp4j.ipc.lane.Task;
import io.mp4j.ipc.lane.TaskReceiver;
import io.mp4j.runtime.child.Uplink;
import io.mp4j.runtime.wire.InterruptTaskMessage;
import java.util.concurrent.TimeUnit;

/**
 * Takes a chunk, works its items off one by one, and takes the next. The outcome of each is
 * published before the next is begun, so that whatever happens to this process, the pool knows what
 * is done and which item it was on.
 *
 * <p>The worker's main thread runs it; the link's thread interrupts what it is on.
 */
final class TaskLoop {
  /** Who waits for outcomes of tiny items is not woken for each of them. */
  private static final long RING_EVERY = TimeUnit.MICROSECONDS.toNanos(200);

  /** What a few items take at most, between two looks, that are tiny. */
  private static final long TINY_NANOS = 8_000;

  private static final int TINY_ITEMS = 8;

  private static final long LOOK_AT_HEAP_EVERY = TimeUnit.MILLISECONDS.toNanos(50);

  private final Lane lane;
  private final TaskReceiver tasks;
  private final OutcomeSender sender;
  private final Functions functions;
  private final OutcomeWriter outcomes;
  private final HeapLimit heap;
  private final Interrupter interrupter;
  private final Uplink uplink;
  private final Codec codec;
  private final Decoder decoder;

  private boolean retired;
  private long busy;
  private long rung;
  private long lookedAtHeap;

  TaskLoop(Lane lane, Doorbell doorbell, Codec codec, Uplink uplink, long mostLiveHeap) {
    this.lane = lane;
    this.tasks = new TaskReceiver(lane, doorbell.large());
    this.sender = new OutcomeSender(lane, doorbell);
    this.functions = new Functions(codec);
    this.outcomes = new OutcomeWriter(codec, sender);
    this.heap = HeapLimit.of(mostLiveHeap);
    this.interrupter = new Interrupter(Thread.currentThread(), uplink, codec);
    this.uplink = uplink;
    this.codec = codec;
    this.decoder = codec.decoder();
  }

  /** In the link's thread. */
  void onFrame(Frame frame) {
    if (frame.type() == FrameType.INTERRUPT_TASK) {
      interrupter.interrupt(InterruptTaskMessage.from(frame));
    }
  }

  void run() {
    while (true) {
      switch (next()) {
        case CHUNK -> workOff();
        case FUNCTION -> functions.learn(tasks.number(), tasks::payload);
        case FORGET_FUNCTION -> functions.forget(tasks.number());
        case BROADCAST -> Broadcasts.learn(tasks.number(), tasks::payload, codec);
        case FORGET_BROADCAST -> Broadcasts.forget(tasks.number());
        case CLASSES -> decoder.hear(tasks.payload().bytes());
        case STOP -> {
          return;
        }
        default -> throw new IllegalStateException("a worker takes no such task");
      }
      tasks.done();
    }
  }

  /** An interrupt between tasks has nobody to interrupt. */
  private Task next() {
    while (true) {
      try {
        return tasks.next();
      } catch (InterruptedException late) {
        // taken note of by not being set any more
      }
    }
  }

  // --- a chunk -----------------------------------------------------------------------------------
  private void workOff() {
    Progress progress = tasks.progress();
    interrupter.turnTo(progress);
    long begin = System.nanoTime();
    long now = begin;
    Items items = null;
    boolean isTimed = tasks.isTimed();
    int untilLook = 1;
    lane.since(now);
    while (!retired && progress.begin()) {
      boolean unused = Thread.interrupted(); // it was meant for the item before
      if (items == null) {
        items = Items.of(tasks, functions);
      }
      retired = !work(items);
      if (--untilLook <= 0) {
        long before = now;
        now = System.nanoTime();
        untilLook = isTimed ? 1 : itemsUntilLook(now - before);
        lane.since(now);
        if (now - rung > RING_EVERY) {
          sender.ring();
          rung = now;
        }
      }
    }
    now = System.nanoTime();
    lane.since(Lane.NOT_ON_AN_ITEM);
    busy += now - begin;
    lookAtHeap(now);
    sender.ring();
    rung = now;
  }

  /**
   * A look at the clock takes as long as a tiny item: it pays only now and then. Nobody is judged
   * by what it says but where each item has a limit.
   */
  private static int itemsUntilLook(long nanos) {
    return nanos < TINY_NANOS ? TINY_ITEMS : 1;
  }

  /** Works the next item off; returns false when this process must not go on. */
  private boolean work(Items items) {
    Throwable thrown;
    try {
      items.advance();
      Object argument = items.rebuild(decoder, uplink);
      outcomes.value(items.function(uplink).call(argument));
      return true;
    } catch (Throwable e) { // the item's outcome, whatever it is
      thrown = e;
    }
    boolean unused = Thread.interrupted(); // the item has ended by it, perhaps
    outcomes.failure(thrown);
    if (OutOfMemory.isIn(thrown)) {
      retire();
      return false;
    }
    return true;
  }

  /** Nothing is begun any more; the pool takes back what is here and says stop. */
  private void retire() {
    sender.send(Outcome.RETIRED, new byte[0], 0, Parts.NONE);
    sender.ring();
  }

  private void lookAtHeap(long now) {
    if (now - lookedAtHeap < LOOK_AT_HEAP_EVERY && lookedAtHeap != 0) {
      return;
    }
    lookedAtHeap = now;
    Runtime runtime = Runtime.getRuntime();
    lane.condition(busy, runtime.totalMemory() - runtime.freeMemory());
    if (!retired && heap.isExceeded()) {
      retired = true;
      retire();
    }
  }
}
