package io.mp4j.runtime.archive;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An archive as the children of this program use it. Safe for all threads. */
public final class ArchiveUse {
  static final ArchiveUse NONE = new ArchiveUse(null, 0, null);

  private enum State {
    /** Nobody has looked. */
    UNKNOWN,
    /** It can be used. */
    THERE,
    /** It is to be made. */
    MISSING,
    /** There will be none while this program runs. */
    REFUSED
  }

  private final Archive archive;
  private final int feature;
  private final Path ours;

  @GuardedBy("this")
  private State state;

  @GuardedBy("this")
  private boolean verified;

  /** Whoever makes it does not tell when it is there. */
  @GuardedBy("this")
  private boolean making;

  ArchiveUse(Archive archive, int feature, Path ours) {
    this.archive = archive;
    this.feature = feature;
    this.ours = ours;
    this.state = archive == null ? State.REFUSED : State.UNKNOWN;
  }

  synchronized boolean isPossible() {
    return state != State.REFUSED;
  }

  /**
   * Returns the options for a child; a few looks at files while there is an archive, or one is
   * made.
   *
   * @return the options; none while there is no archive
   */
  public synchronized List<String> options() {
    if (state == State.UNKNOWN && archive.isRefused()) {
      state = State.REFUSED;
    }
    if (state == State.UNKNOWN || state == State.THERE || making) {
      state = archive.isThere(ours) ? State.THERE : State.MISSING;
    }
    return state == State.THERE ? ArchiveOptions.toUse(archive.file(), feature) : List.of();
  }

  /**
   * Tells whether there is something to do when a child is up.
   *
   * @return true until the archive is made or verified, or one of both has begun
   */
  public synchronized boolean isUnsettled() {
    return state == State.MISSING ? !making : state == State.THERE && !verified;
  }

  /**
   * Does what can wait until a child has come up: has the archive made, or looks whether it is
   * still what it was. Not for threads that others wait for.
   *
   * @param maker makes it
   */
  public void childIsUp(ArchiveMaker maker) {
    boolean verify;
    synchronized (this) {
      verify = state == State.THERE && !verified;
      verified |= verify;
    }
    if (verify) {
      verify();
    } else {
      makeIf(isMissing(), maker);
    }
  }

  /**
   * Notes that it was used. Has it made for the next program when it is missing, or lacks classes
   * that children of this one had to look for in the jars. A few milliseconds.
   *
   * @param maker makes it
   */
  public void programEnds(ArchiveMaker maker) {
    if (isThere()) {
      touch(); // programs that end within a second verify none, and use it all the same
    }
    makeIf(isMissing() || lacksClasses(), maker);
  }

  private synchronized boolean isThere() {
    return state == State.THERE;
  }

  private synchronized boolean isMissing() {
    return state == State.MISSING;
  }

  private synchronized boolean lacksClasses() {
    return state == State.THERE && TargetClasses.areMoreThan(archive.targets());
  }

  private void makeIf(boolean isWanted, ArchiveMaker maker) {
    synchronized (this) {
      if (making || !isWanted) {
        return;
      }
      making = true;
    }
    if (!maker.start(archive, ours)) {
      refuse();
    }
  }

  private synchronized void refuse() {
    state = State.REFUSED;
  }

  private void verify() {
    if (archive.isIntact()) {
      touch();
      return;
    }
    try {
      log().debug("removing a damaged archive of classes: {}", archive.file());
      archive.delete();
    } catch (IOException readOnly) {
      log().debug("cannot remove {}", archive.file(), readOnly);
    }
  }

  private void touch() {
    try {
      archive.touch();
    } catch (IOException readOnly) {
      log().debug("cannot touch {}", archive.file(), readOnly);
    }
  }

  /** Distrusts the archive, since a child that used it has crashed before it came up. */
  public void childCrashedEarly() {
    refuse();
    try {
      archive.refuse();
    } catch (IOException readOnly) {
      log().debug("cannot remove {}", archive.file(), readOnly);
    }
  }

  /**
   * Does without the archive for as long as this program runs, since a child that used it has ended
   * before it came up: more likely for its options than for the archive, which other programs keep
   * unless it is damaged.
   */
  public void childEndedEarly() {
    refuse();
    verify();
  }

  /** Not a field: a program that has nothing to say must not load a logging framework. */
  private static Logger log() {
    return LoggerFactory.getLogger(ArchiveUse.class);
  }
}
