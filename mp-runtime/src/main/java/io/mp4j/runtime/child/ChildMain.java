package io.mp4j.runtime.child;

import io.mp4j.function.Action0;
import io.mp4j.ipc.classes.ClassDoor;
import io.mp4j.ipc.classes.RemoteClasses;
import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.CodecSettings;
import io.mp4j.ipc.link.ChildLink;
import io.mp4j.ipc.loading.Loaders;
import io.mp4j.ipc.park.Parking;
import io.mp4j.ipc.ring.Parcel;
import io.mp4j.ipc.tree.Tree;
import io.mp4j.runtime.event.Trace;
import io.mp4j.runtime.exit.ExitSequence;
import io.mp4j.runtime.wire.BootMessage;
import io.mp4j.runtime.wire.FailureMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The main class of every child JVM. Internal: the library starts it, nobody else. */
public final class ChildMain {
  private static final int NOT_STARTED = 1;

  private ChildMain() {}

  /**
   * Reads the boot record from standard input, connects to the parent and runs the target. The
   * target is rebuilt while the link opens.
   *
   * @param args the name of the process, for those who list processes
   * @throws Throwable what the target throws: the JVM prints it and exits with code 1 once its
   *     other threads have ended
   */
  public static void main(String[] args) throws Throwable {
    Trace.step("main");
    DebuggerPort.announce(args);
    Uplink uplink = new Uplink(Thread.currentThread());
    BootRecord record = connect(uplink);
    try {
      ExitSequence.endWith(new Farewell(uplink)); // the first to be added is the last to happen
    } catch (IllegalStateException e) {
      return; // this process is ending already, by a signal
    }
    if (record.isSpare()) {
      Preparation.doUntilTold(uplink, record.classes());
    }
    Trace.step("prepared");
    if (!uplink.isTold()) {
      awaitParent(uplink); // else nobody would tell
    }
    BootMessage boot = uplink.awaitBoot();
    Trace.step("told");
    Self.become(boot.name(), boot.identity(), boot.daemon(), boot.authKey());
    Tree.inherit(Path.of(boot.tree()));
    ClassLoader loader = loader(boot);
    Thread.currentThread().setContextClassLoader(loader);
    Codec codec = new Codec(loader, CodecSettings.NONE);
    try {
      CodecSettings.inherit(boot.travel(), loader);
      codec = new Codec(loader);
      Action0 target = (Action0) boot.target().open(codec);
      Trace.step("target rebuilt");
      awaitParent(uplink);
      uplink.running();
      target.run();
    } catch (Throwable e) { // whatever it is, the parent is told and the JVM prints it
      uplink.targetEnded();
      report(uplink, codec, e);
      Thread.currentThread().setName(boot.name()); // as whose the JVM prints it
      throw e;
    }
    uplink.targetEnded();
    Trace.step("target ended");
  }

  /** What the parent's thread looked to when it started this process, if it can be had here. */
  private static ClassLoader loader(BootMessage boot) {
    boolean isRemote = boot.loader() != Loaders.APPLICATION && RemoteClasses.isAvailable();
    return isRemote ? RemoteClasses.loader(boot.loader()) : ChildMain.class.getClassLoader();
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

  private static BootRecord connect(Uplink uplink) {
    try {
      BootRecord record = BootRecord.read(System.in);
      System.setIn(InputStream.nullInputStream());
      if (record.givesClasses()) {
        RemoteClasses.askAt(new WhereToAsk(uplink));
      }
      Path bell = record.door().bell();
      if (bell != null) {
        Parking.listenOn(bell);
      }
      BootMessage boot = record.bootMessage();
      if (boot != null) {
        uplink.told(boot);
      }
      ChildLink.connect(record.door(), uplink);
      return record;
    } catch (IOException e) {
      throw endWithoutParent(e);
    }
  }

  private static void awaitParent(Uplink uplink) {
    try {
      uplink.awaitOpen();
    } catch (IOException e) {
      throw endWithoutParent(e);
    }
  }

  private static Error endWithoutParent(IOException reason) {
    System.err.println("cannot reach the parent process: " + reason.getMessage());
    Runtime.getRuntime().halt(NOT_STARTED);
    return new AssertionError(reason);
  }

  // Lambdas take longer to make than all else that stands above.
  private static final class Farewell implements Runnable {
    private final Uplink uplink;

    Farewell(Uplink uplink) {
      this.uplink = uplink;
    }

    @Override
    public void run() {
      uplink.leave();
    }
  }

  private static final class WhereToAsk implements Supplier<ClassDoor> {
    private final Uplink uplink;

    WhereToAsk(Uplink uplink) {
      this.uplink = uplink;
    }

    @Override
    public ClassDoor get() {
      return uplink.classDoor();
    }
  }
}
