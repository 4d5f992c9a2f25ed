package io.mp4j.runtime.pool;

import io.mp4j.Context;
import io.mp4j.Process;
import io.mp4j.WorkerLostException;
import io.mp4j.ipc.codec.ClassNews;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Decoder;
import io.mp4j.ipc.codec.ShortValue;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.lane.Doorbell;
import io.mp4j.ipc.lane.Lane;
import io.mp4j.ipc.lane.Outcome;
import io.mp4j.ipc.lane.OutcomeReceiver;
import io.mp4j.ipc.lane.Payload;
import io.mp4j.ipc.lane.Progress;
import io.mp4j.ipc.lane.Task;
import io.mp4j.ipc.lane.TaskSender;
import io.mp4j.ipc.link.Link;
import io.mp4j.ipc.ring.Parcel;
import io.mp4j.runtime.process.Child;
import io.mp4j.runtime.process.ChildProcess;
import io.mp4j.runtime.process.Ending;
import io.mp4j.runtime.wire.InterruptTaskMessage;
import io.mp4j.runtime.wire.StackMessage;
import io.mp4j.runtime.worker.WorkerMain;
import io.mp4j.spi.PoolSettings;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;

/** A worker that is a child JVM: tasks and outcomes go by a lane, the rest by its link. */
final class ProcessStation implements Station {
  /** The number of no function: the items are functions themselves. */
  private static final long OWN_FUNCTION = 0;

  // Written when the worker is launched, before it is told where the lane is.
  private Lane lane;
  private TaskSender sender;
  private OutcomeReceiver receiver;

  private final Codec codec;
  private final Events events;
  private final ChildProcess process;
  private final Decoder decoder;

  /** How many classes the worker has heard of. */
  private int heard;

  private final Set<Long> knownFunctions = new HashSet<>();

  /** What found no room in the lane; it goes before anything else. */
  private final Queue<Note> backlog = new ArrayDeque<>();

  private boolean isLaden;
  private boolean isShort;

  /** Written when the worker is ready, before it is given anything. */
  private volatile Link link;

  ProcessStation(
      Context context,
      PoolSettings settings,
      Codec codec,
      Supplier<Doorbell> doorbell,
      String name,
      int index,
      Events events,
      Child ahead) {
    this.codec = codec;
    this.decoder = codec.decoder();
    this.events = events;
    this.process =
        ChildProcess.ofPool(
            context,
            name,
            () -> WorkerMain.target(index, openLane(), doorbell.get().name(), settings),
            this::onFrame,
            ahead);
  }

  private String openLane() {
    lane = Lane.create();
    sender = new TaskSender(lane);
    receiver = new OutcomeReceiver(lane);
    return lane.name();
  }

  /** Something for a worker that is no chunk. */
  private record Note(Task task, long number, Payload payload) {}

  // --- coming and going --------------------------------------------------------------------------
  @Override
  public void launch() {
    process.start();
    process
        .child()
        .ended()
        .future()
        .thenAcceptAsync(events::ended, io.mp4j.runtime.process.Events.executor());
  }

  /** In the I/O thread. */
  private void onFrame(Link from, Frame frame) {
    switch (frame.type()) {
      case RUNNING -> events.up();
      case READY -> {
        link = from;
        events.ready();
      }
      case STACK -> events.interrupted(StackMessage.from(frame).frames(codec));
      default -> {
        /* about the process itself */
      }
    }
  }

  @Override
  public void stop() {
    send(Task.STOP, 0, Payload.NONE);
    sender.wake();
  }

  @Override
  public void terminate() {
    child().terminate();
  }

  @Override
  public void kill() {
    child().kill();
  }

  @Override
  public void close() {
    if (lane != null) {
      lane.close();
    }
  }

  private Child child() {
    return process.child();
  }

  // --- tasks -------------------------------------------------------------------------------------
  @Override
  public Progress give(Chunk chunk) {
    Call<?> call = chunk.call();
    CallFunction function = call.function();
    if (function != null && knownFunctions.add(function.id())) {
      send(Task.FUNCTION, function.id(), payloadOf(function.freight()));
    }
    while (heard < ClassNews.count(codec)) {
      ClassNews news = ClassNews.since(codec, heard);
      send(Task.CLASSES, 0, new Payload(news.bytes(), false));
      heard = news.heard();
    }
    if (!flush()) {
      return null;
    }
    Progress progress =
        sender.sendChunk(
            function == null ? OWN_FUNCTION : function.id(),
            chunk.first(),
            chunk.from(),
            chunk.count(),
            payloadOf(chunk.load().freight()),
            call.settings().timeout() != null);
    if (progress != null) {
      sender.wake();
    }
    return progress;
  }

  private static Payload payloadOf(Freight freight) {
    return ((EncodedFreight) freight).payload();
  }

  private void send(Task task, long number, Payload payload) {
    backlog.add(new Note(task, number, payload));
    boolean unused = flush();
  }

  private boolean flush() {
    while (!backlog.isEmpty()) {
      Note note = backlog.element();
      if (!sender.send(note.task, note.number, note.payload)) {
        return false;
      }
      backlog.remove();
    }
    return true;
  }

  @Override
  public boolean isConsumed() {
    return sender.isConsumed();
  }

  @Override
  public void interrupt(long chunk, int item) {
    link.send(new InterruptTaskMessage(chunk, item).toFrame());
  }

  @Override
  public void learn(PoolBroadcast<?> broadcast) {
    send(Task.BROADCAST, broadcast.id(), payloadOf(broadcast.freight()));
  }

  @Override
  public void forget(PoolBroadcast<?> broadcast) {
    send(Task.FORGET_BROADCAST, broadcast.id(), Payload.NONE);
  }

  @Override
  public void forget(Call<?> call) {
    CallFunction function = call.function();
    if (function != null && !function.isKept() && knownFunctions.remove(function.id())) {
      send(Task.FORGET_FUNCTION, function.id(), Payload.NONE);
    }
  }

  // --- outcomes ----------------------------------------------------------------------------------
  @Override
  public boolean hasOutcome() {
    return receiver.hasNext();
  }

  @Override
  public Outcome next() {
    Outcome outcome = receiver.next();
    isLaden = outcome == Outcome.LADEN_VALUE || outcome == Outcome.LADEN_FAILURE;
    isShort = outcome == Outcome.SHORT_VALUE;
    if (outcome == Outcome.CLASSES) {
      decoder.hear(Arrays.copyOf(receiver.buffer(), receiver.length()));
    }
    return outcome;
  }

  @Override
  public boolean runsCode() {
    return !isShort && (isLaden || Codec.mayRunCode(receiver.buffer(), 0));
  }

  @Override
  public Object value() {
    if (isShort) {
      return ShortValue.ofWord(receiver.word());
    }
    return isLaden
        ? Parcel.open(
            decoder, Arrays.copyOf(receiver.buffer(), receiver.length()), receiver.parts())
        : decoder.decode(receiver.buffer(), 0, receiver.length(), receiver.parts());
  }

  @Override
  public void release() {
    receiver.release();
  }

  // --- looking -----------------------------------------------------------------------------------
  @Override
  public Process process() {
    return process;
  }

  @Override
  public String name() {
    return process.name();
  }

  @Override
  public long pid() {
    return child().pid();
  }

  @Override
  public long since() {
    return lane.since();
  }

  @Override
  public long busyNanos() {
    return lane.busyNanos();
  }

  @Override
  public long heapBytes() {
    return lane.heapBytes();
  }

  @Override
  public OptionalLong residentBytes() {
    return ResidentMemory.of(pid());
  }

  @Override
  public Throwable traced(Throwable thrown, long item) {
    return RemoteErrors.withTraceback(thrown, child(), item);
  }

  @Override
  public String fateOfKilled() {
    return "was killed";
  }

  @Override
  public WorkerLostException lost(Ending ending, long item) {
    return RemoteErrors.lost(child(), ending, item);
  }
}
