package io.mp4j.ipc.ring;

import io.mp4j.MpException;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Loan;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The list of what a record carries of shared memory, behind its payload. Whoever takes the record,
 * or drops it, finds there what the record holds, without rebuilding the objects in it.
 *
 * <pre>
 *   for each segment                              at the end of the record
 *   +------+------+-------------+----------+      +------------------+
 *   | role | kind | length (u16)| name     |  ... | size of all (u32)|
 *   +------+------+-------------+----------+      +------------------+
 * </pre>
 */
final class Cargo {
  static final byte[] NONE = new byte[0];

  /** A name that leads to no other directory. */
  private static final Pattern PLAIN = Pattern.compile("[^/\\\\\\x00.][^/\\\\\\x00]*");

  private Cargo() {}

  /** Writes the list of some holds; nothing at all for none. */
  static byte[] of(List<Loan> loans) {
    if (loans.isEmpty()) {
      return NONE;
    }
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    for (Loan loan : loans) {
      byte[] name = loan.name().getBytes(StandardCharsets.UTF_8);
      list.write(loan.role());
      list.write(loan.kind().code());
      list.write(name.length >>> 8);
      list.write(name.length);
      list.writeBytes(name);
    }
    int size = list.size() + Integer.BYTES;
    list.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(size).array());
    return list.toByteArray();
  }

  /** Returns how many bytes at the end of a record are such a list. */
  static int size(byte[] record) {
    int size =
        record.length < Integer.BYTES
            ? 0
            : ByteBuffer.wrap(record).getInt(record.length - Integer.BYTES);
    if (size < Integer.BYTES || size > record.length) {
      throw damaged("its size is wrong: size=" + size + ", record=" + record.length);
    }
    return size;
  }

  /** Takes over the holds of a record that is about to be taken. */
  static List<Loan> claim(byte[] record) {
    ByteBuffer list =
        ByteBuffer.wrap(record, record.length - size(record), size(record) - Integer.BYTES);
    List<Loan> loans = new ArrayList<>();
    boolean claimed = false;
    try {
      while (list.hasRemaining()) {
        claimNext(list, loans);
      }
      claimed = true;
    } finally {
      if (!claimed) {
        loans.forEach(Loan::giveBack);
      }
    }
    return loans;
  }

  private static void claimNext(ByteBuffer list, List<Loan> loans) {
    try {
      int role = list.get();
      int kind = list.get();
      byte[] name = new byte[Short.toUnsignedInt(list.getShort())];
      list.get(name);
      loans.add(claim(new String(name, StandardCharsets.UTF_8), kind, role));
    } catch (NoSuchFileException lost) {
      // the message says so when it is rebuilt
    } catch (BufferUnderflowException e) {
      throw damaged("it is cut off");
    }
  }

  private static Loan claim(String name, int code, int role) throws NoSuchFileException {
    SegmentKind kind =
        SegmentKind.of(code).orElseThrow(() -> damaged("no such kind of segment: kind=" + code));
    if (!PLAIN.matcher(name).matches()) {
      throw damaged("no segment has such a name: name=" + name);
    }
    return Loan.claim(name, kind, role, segment -> state(kind, segment));
  }

  private static MpException damaged(String reason) {
    return new MpException("the list of what a message carries is damaged: " + reason);
  }

  /** Makes sense of a segment as far as letting it go needs. */
  static Attachment.State state(SegmentKind kind, Segment segment) {
    return kind == SegmentKind.RING ? Ring.of(segment) : new Attachment.State() {};
  }
}
