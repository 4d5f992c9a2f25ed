package io.mp4j.runtime.child;

import io.mp4j.function.Action0;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.link.ChildLink;
import io.mp4j.ipc.ring.Parcel;
import io.mp4j.ipc.tree.Tree;
import io.mp4j.runtime.exit.ExitSequence;
import io.mp4j.runtime.wire.BootMessage;
import io.mp4j.runtime.wire.FailureMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The main class of every child JVM. Internal: the library starts it, nobody else. */
public final class ChildMain {
  private static final int NOT_STARTED = 1;

  private ChildMain() {}

  /**
   * Reads the boot record from standard input, connects to the parent and runs the target.
   *
   * @param args the name of the process, for those who list processes
   * @throws Throwable what the target throws: the JVM prints it and exits with code 1 once its
   *     other threads have ended
   */
  public static void main(String[] args) throws Throwable {
    Uplink uplink = connect();
    BootMessage boot = uplink.awaitBoot();
    Self.become(boot.name(), boot.identity(), boot.daemon(), boot.authKey());
    Tree.inherit(Path.of(boot.tree()));
    ExitSequence.endWith(uplink::leave);
    Codec codec = new Codec(ChildMain.class.getClassLoader());
    try {
      Action0 target = (Action0) codec.decode(boot.target());
      uplink.running();
      target.run();
    } catch (Throwable e) { // whatever it is, the parent is told and the JVM prints it
      uplink.targetEnded();
      report(uplink, codec, e);
      throw e;
    }
    uplink.targetEnded();
  }

  private static void report(Uplink uplink, Codec codec, Throwable thrown) {
    try {
      Parcel parcel = Parcel.pack(codec, thrown);
      uplink.sendAndWait(new FailureMessage(parcel.value(), parcel.cargo()).toFrame());
      parcel.sent();
    } catch (Throwable e) { // must not hide what the target threw
      thrown.addSuppressed(e);
    }
  }

  private static Uplink connect() {
    Uplink uplink = new Uplink(Thread.currentThread());
    try {
      BootRecord record = BootRecord.read(System.in);
      System.setIn(InputStream.nullInputStream());
      ChildLink.connect(Path.of(record.socket()), record.childId(), record.token(), uplink);
    } catch (IOException e) {
      System.err.println("cannot reach the parent process: " + e.getMessage());
      Runtime.getRuntime().halt(NOT_STARTED);
    }
    return uplink;
  }
}
