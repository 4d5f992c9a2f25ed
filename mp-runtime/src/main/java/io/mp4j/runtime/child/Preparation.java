package io.mp4j.runtime.child;

import io.mp4j.OrphanPolicy;
import io.mp4j.function.Action0;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.CodecSettings;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.frame.Frame;
import io.mp4j.ipc.frame.FrameAssembler;
import io.mp4j.ipc.frame.FrameBuffers;
import io.mp4j.ipc.frame.FrameDescriptor;
import io.mp4j.ipc.ring.Shipment;
import io.mp4j.runtime.exit.ExitSequence;
import io.mp4j.runtime.wire.BootMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * What a JVM does that waits for something to do: it loads what most targets need. It leaves no
 * trace that a target could see.
 */
final class Preparation {
  /** What workers of pools and shared objects begin with. */
  static final List<String> CLASSES =
      List.of(
          "io.mp4j.runtime.child.Self",
          "io.mp4j.ipc.tree.Tree",
          "io.mp4j.runtime.worker.WorkerMain",
          "io.mp4j.runtime.worker.TaskLoop",
          "io.mp4j.ipc.lane.Lane",
          "io.mp4j.ipc.lane.TaskReceiver",
          "io.mp4j.ipc.lane.OutcomeSender",
          "io.mp4j.ipc.park.Parking");

  private Preparation() {}

  /**
   * Prepares until that is done, or there is something to do.
   *
   * @param likely classes of the program that others of its children have begun with; to load the
   *     first of a jar opens it, which takes 10 ms for one of some thousand entries
   */
  static void doUntilTold(Uplink uplink, List<String> likely) {
    try {
      rehearse();
      for (String name : CLASSES) {
        if (uplink.isTold()) {
          return;
        }
        Class<?> unused = Class.forName(name);
      }
      map();
      rehearse();
      ExitSequence.rehearse();
      for (String name : likely) {
        if (uplink.isTold()) {
          return;
        }
        Class<?> unused = Class.forName(name, false, Preparation.class.getClassLoader());
      }
    } catch (Throwable e) { // the target will meet it too, and say so
      assert e != null;
    }
  }

  /** Takes a message with a target apart, as the one that is to come. */
  private static void rehearse() throws IOException {
    ClassLoader loader = Preparation.class.getClassLoader();
    Codec codec = new Codec(loader, CodecSettings.NONE);
    Action0 nothing = () -> {};
    Shipment target = Shipment.of(codec, nothing, new Journey());
    BootMessage message =
        new BootMessage(
            "", "", false, OrphanPolicy.EXIT, new byte[0], "", 0, "", 0, new byte[0], target);
    ByteBuffer bytes = ByteBuffer.wrap(FrameBuffers.whole(message.toFrame()));
    Frame frame = new FrameAssembler(FrameDescriptor.MAX_BODY).next(bytes);
    Object unused = BootMessage.from(frame).target().open(new Codec(loader));
  }

  /** What is mapped does not matter. */
  private static void map() throws IOException {
    Path file = Path.of(System.getProperty("java.home")).resolve("release");
    try (FileChannel channel = FileChannel.open(file)) {
      Object unused = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    }
  }
}
