package io.mp4j.ipc.ring;

import io.mp4j.MpException;
import io.mp4j.ipc.directory.SharedDirectory;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentGlance;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Tree;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles what killed processes have left in a tree that lives on: segments that nobody else holds,
 * ends of pipes, files of messages that were never sent. Any process may sweep at any time, also
 * several at once, and be killed at it: a dead process counts as buried when all is done.
 */
public final class DeadProcessSweeper {
  private final Tree tree;
  private final List<Integer> dead;
  private final SegmentGlance glance = new SegmentGlance();

  private DeadProcessSweeper(Tree tree, List<Integer> dead) {
    this.tree = tree;
    this.dead = dead;
  }

  /** Sweeps, when this process shares memory with others and one of them has died. */
  public static void sweep() {
    sweep(false);
  }

  /**
   * Sweeps also what processes have made that have left, and that only dead ones held whose places
   * others have taken since.
   */
  public static void sweepThoroughly() {
    sweep(true);
  }

  private static synchronized void sweep(boolean thoroughly) {
    if (!Tree.isJoined()) {
      return;
    }
    try {
      Tree tree = Tree.current();
      List<Integer> dead = tree.unburied();
      if (thoroughly || !dead.isEmpty()) {
        new DeadProcessSweeper(tree, dead).sweepAll();
      }
    } catch (IOException | DirectoryIteratorException | MpException e) {
      log().debug("what dead processes left in shared memory stays for now", e);
    }
  }

  private void sweepAll() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(tree.directory())) {
      for (Path file : files) {
        if (!SharedDirectory.isLockFile(file) && !Tree.isBell(file)) {
          sweep(file);
        }
      }
    }
    dead.forEach(tree::bury);
  }

  private void sweep(Path file) {
    try {
      String name = file.getFileName().toString();
      int dot = name.indexOf('.');
      String owner = dot < 0 ? name : name.substring(0, dot);
      String part = name.substring(dot + 1);
      if (dot >= 0 && Tree.maker(owner).isPresent() && isPart(part)) {
        sweepPart(file, owner, part);
      } else if (owner.equals(Shipment.NAME) && makerOfLarge(part).isPresent()) {
        sweepShipment(file, makerOfLarge(part).getAsInt());
      } else {
        sweepSegment(file, name);
      }
    } catch (NoSuchFileException gone) {
      // somebody else was faster
    } catch (MpException | IllegalStateException e) {
      log().debug("{} stays until all processes have ended", file, e);
    }
  }

  /** Unlike the kind of something that users have named, perhaps as rings are. */
  private static boolean isPart(String part) {
    return part.endsWith(LargeRecords.SUFFIX) || RecordSegment.isNumber(part);
  }

  private void sweepSegment(Path file, String name) throws NoSuchFileException {
    OptionalInt maker = Tree.maker(name);
    boolean madeByGone = maker.isPresent() && !tree.lives(maker.getAsInt());
    SegmentKind kind = glance.lookAt(file).orElse(null);
    if (kind == null) {
      if (madeByGone) {
        // Nobody can have opened it. Its maker may have left in good order, while another thread of
        // it made this.
        Segment.delete(file);
      }
    } else if (madeByGone || dead.stream().anyMatch(glance::isHeldBy)) {
      Attachment.visit(name, kind, segment -> Cargo.state(kind, segment)).bury();
    }
  }

  /** A segment of records, or a large record, of a ring. */
  private void sweepPart(Path file, String ring, String part) throws NoSuchFileException {
    if (Files.notExists(file.resolveSibling(ring))) {
      Segment.delete(file);
    } else if (isDead(makerOfLarge(part)) && isRing(file.resolveSibling(ring))) {
      Attachment<?> attachment = Attachment.visit(ring, SegmentKind.RING, Ring::of);
      ((Ring) attachment.state()).deleteUnlessReferred(file.getFileName().toString());
    }
  }

  /** Whoever made it would have deleted it; and a child for which it was ends too. */
  private void sweepShipment(Path file, int maker) {
    if (!tree.lives(maker)) {
      Segment.delete(file);
    }
  }

  /** Returns who made a large record; empty when it is none. */
  private static OptionalInt makerOfLarge(String part) {
    return part.endsWith(LargeRecords.SUFFIX)
        ? Tree.maker(part.substring(0, part.length() - LargeRecords.SUFFIX.length()))
        : OptionalInt.empty();
  }

  /** Large records of other segments go with these. */
  private boolean isRing(Path file) throws NoSuchFileException {
    return glance.lookAt(file).orElse(null) == SegmentKind.RING;
  }

  private boolean isDead(OptionalInt process) {
    return process.isPresent() && dead.contains(process.getAsInt());
  }

  /** Not a field: a child that finds nothing to say must not load a logging framework. */
  private static Logger log() {
    return LoggerFactory.getLogger(DeadProcessSweeper.class);
  }
}
