package io.mp4j.ipc.tree;

import static io.mp4j.ipc.tree.TreeDescriptor.BURIED;
import static io.mp4j.ipc.tree.TreeDescriptor.FLAGS;
import static io.mp4j.ipc.tree.TreeDescriptor.GENERATION;
import static io.mp4j.ipc.tree.TreeDescriptor.NEXT_SLOT_AT;
import static io.mp4j.ipc.tree.TreeDescriptor.PID;

import io.mp4j.MpException;
import io.mp4j.ipc.directory.SharedDirectory;
import io.mp4j.ipc.directory.ThisProcess;
import io.mp4j.ipc.memory.Holders;
import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.memory.MemoryLocation;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentDescriptor;
import io.mp4j.ipc.memory.SegmentKind;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * This process's place among the processes of its program: the one that was started first, its
 * children, and theirs. Safe for all threads.
 *
 * <p>A process that uses shared memory takes a slot and locks the byte of that number in the tree's
 * lock file. So others can tell for certain whether it lives: the lock goes with the process,
 * however it ends. Its name is an int, {@code generation << 10 | slot}, and the generation of a
 * slot grows with each process that takes it, so that no process is ever taken for a dead one that
 * had the slot, or the process id, before.
 */
public final class Tree {
  /** A lock on this byte, behind those of the slots, is held by who makes the table. */
  private static final long TABLE_LOCK = SegmentDescriptor.SLOTS;

  /** A kind of {@link #bell}: a link to a named pipe. */
  public static final String PIPE = ".pipe";

  /** A kind of {@link #bell}: a local socket. */
  public static final String SOCKET = ".sock";

  private static final String BELL = "bell-";

  private static final int MAX_GENERATION = (1 << 12) - 1;

  private static Path path;
  private static volatile Tree current;

  private final SharedDirectory directory;
  private final Segment table;
  private final int me;
  private final AtomicLong names = new AtomicLong();

  private Tree(SharedDirectory directory) {
    this.directory = directory;
    this.table = table(directory);
    this.me = takeSlot();
  }

  /** Made when names are taken apart, not when a child is told of its tree. */
  private static final class NameForm {
    /** At most 22 bits, to the base of 36, and a number. */
    private static final Pattern PATTERN = Pattern.compile("([0-9a-z]{1,5})-[0-9]{1,18}");
  }

  // --- belonging ---------------------------------------------------------------------------------

  /**
   * Tells a child where the directory of its tree is, before it uses shared memory.
   *
   * @param inherited what its parent got from {@link #path()}
   */
  public static synchronized void inherit(Path inherited) {
    path = inherited;
  }

  /**
   * Returns where the directory of the tree is, or will be.
   *
   * @return a path for children to {@linkplain #inherit inherit}
   */
  public static synchronized Path path() {
    if (path == null) {
      Path location = MemoryLocation.choose();
      path = SharedDirectory.choose(location);
      if (MemoryLocation.isChosenByUser() && !path.startsWith(location)) {
        path = null;
        throw new MpException(
            "the path is too long for local sockets; name a shorter one: -D"
                + MemoryLocation.PROPERTY
                + "="
                + location);
      }
    }
    return path;
  }

  /**
   * Returns this process's place, which it takes when it asks first.
   *
   * @return the tree
   * @throws MpException when there is no room in memory, or for one more process
   */
  public static Tree current() {
    Tree tree = current;
    return tree != null ? tree : join();
  }

  /**
   * Tells whether this process has taken its place.
   *
   * @return false when it has not used shared memory
   */
  public static boolean isJoined() {
    return current != null;
  }

  private static synchronized Tree join() {
    if (current == null) {
      SharedDirectory directory = SharedDirectory.enter(path());
      try {
        current = new Tree(directory);
      } catch (RuntimeException | Error e) {
        directory.leave();
        throw e;
      }
    }
    return current;
  }

  private static Segment table(SharedDirectory directory) {
    Path file = directory.path().resolve("tree");
    Segment[] found = new Segment[1];
    directory.exclusively(
        TABLE_LOCK,
        () -> {
          try {
            found[0] = Segment.open(file, SegmentKind.TREE);
          } catch (NoSuchFileException e) {
            Segment.delete(file);
            found[0] =
                Segment.create(file, SegmentKind.TREE, 0, TreeDescriptor.BODY, segment -> {});
          }
        });
    return found[0];
  }

  private int takeSlot() {
    Memory memory = table.memory();
    for (int tries = 0; tries < SegmentDescriptor.SLOTS; tries++) {
      int slot = memory.getAndAddInt(NEXT_SLOT_AT, 1) & SegmentDescriptor.SLOTS - 1;
      if (directory.tryLock(slot)) {
        int cell = TreeDescriptor.cell(slot);
        int generation = memory.getIntVolatile(cell + GENERATION) % MAX_GENERATION + 1;
        memory.setLong(cell + PID, ThisProcess.pid());
        memory.setInt(cell + FLAGS, 0);
        memory.setIntVolatile(cell + GENERATION, generation);
        return generation << Holders.SLOT_BITS | slot;
      }
    }
    throw new MpException(
        "too many processes share memory: max="
            + SegmentDescriptor.SLOTS
            + ", in "
            + directory.path());
  }

  /**
   * Gives back what this process holds; the last process removes the directory. What is mapped
   * stays usable, and the process lives to the end: other threads of it may still hold locks.
   */
  public void leave() {
    Attachment.releaseAll();
    bury(me);
    directory.leave();
  }

  // --- looking -----------------------------------------------------------------------------------

  /**
   * Returns the name of this process.
   *
   * @return not 0
   */
  public int me() {
    return me;
  }

  /**
   * Returns the slot of a process.
   *
   * @param process its name
   * @return below {@link SegmentDescriptor#SLOTS}
   */
  public static int slot(int process) {
    return process & SegmentDescriptor.SLOTS - 1;
  }

  /**
   * Returns the process that took a slot last.
   *
   * @param slot the slot
   * @return its name; it may have ended
   */
  public int processAt(int slot) {
    int generation = table.memory().getIntVolatile(TreeDescriptor.cell(slot) + GENERATION);
    return generation << Holders.SLOT_BITS | slot;
  }

  /**
   * Tells whether a process lives; one that was stopped does.
   *
   * @param process its name
   * @return false when it has ended
   */
  public boolean lives(int process) {
    return process == me || (isCurrent(process) && directory.isLockedByOther(slot(process)));
  }

  /** Tells whether nobody else has taken the slot since. */
  private boolean isCurrent(int process) {
    return processAt(slot(process)) == process;
  }

  /**
   * Lists the processes that have died without leaving, and are not {@linkplain #bury buried}.
   *
   * @return their names
   */
  public List<Integer> unburied() {
    Memory memory = table.memory();
    int slots = Math.min(SegmentDescriptor.SLOTS, memory.getIntVolatile(NEXT_SLOT_AT));
    List<Integer> dead = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      int process = processAt(slot);
      int buried = memory.getIntVolatile(TreeDescriptor.cell(slot) + BURIED);
      if (buried != process >>> Holders.SLOT_BITS && process != me && !lives(process)) {
        dead.add(process);
      }
    }
    return dead;
  }

  /**
   * Says that nothing is left of what a process held.
   *
   * @param process its name
   */
  public void bury(int process) {
    table
        .memory()
        .setIntVolatile(TreeDescriptor.cell(slot(process)) + BURIED, process >>> Holders.SLOT_BITS);
  }

  /**
   * Returns the operating system's id of a process.
   *
   * @param process its name
   * @return the id; -1 when another has taken its slot
   */
  public long pid(int process) {
    long pid = table.memory().getLong(TreeDescriptor.cell(slot(process)) + PID);
    return isCurrent(process) ? pid : -1;
  }

  /**
   * Returns the table of processes.
   *
   * @return laid out as {@link TreeDescriptor} says
   */
  public Memory table() {
    return table.memory();
  }

  /**
   * Returns where the segments of the tree are.
   *
   * @return a directory that only its user can open
   */
  public Path directory() {
    return directory.path();
  }

  /**
   * Returns where a process listens for messages that wake it.
   *
   * @param slot the slot of the process
   * @param kind what it listens on, such as {@link #PIPE}
   * @return a file that the next process in that slot replaces
   */
  public Path bell(int slot, String kind) {
    return directory().resolve(BELL + slot + kind);
  }

  /**
   * Tells whether a file in the directory is one on which a process listens.
   *
   * @param file the file
   * @return false for segments and their parts
   */
  public static boolean isBell(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(BELL) && (name.endsWith(PIPE) || name.endsWith(SOCKET));
  }

  /**
   * Makes a name for a segment.
   *
   * @return one that no other process of the tree makes
   */
  public String newName() {
    return name(me, names.incrementAndGet());
  }

  /**
   * Puts a name together.
   *
   * @param process who made it
   * @param number the how manieth of its names it is
   * @return the name
   */
  public static String name(int process, long number) {
    return Integer.toString(process, Character.MAX_RADIX) + "-" + number;
  }

  /**
   * Takes a name apart.
   *
   * @param name what {@link #newName} gave, or anything else
   * @return who made it; empty when it is no such name
   */
  public static OptionalInt maker(String name) {
    Matcher parts = NameForm.PATTERN.matcher(name);
    return parts.matches()
        ? OptionalInt.of(Integer.parseInt(parts.group(1), Character.MAX_RADIX))
        : OptionalInt.empty();
  }

  /**
   * Takes a name apart.
   *
   * @param name what {@link #newName} gave
   * @return the how manieth name of its process it is
   */
  public static long number(String name) {
    return Long.parseLong(name.substring(name.indexOf('-') + 1));
  }
}
