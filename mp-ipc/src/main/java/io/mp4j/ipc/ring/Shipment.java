package io.mp4j.ipc.ring;

import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Parts;
import io.mp4j.ipc.tree.Tree;

/**
 * An encoded value that goes to one process over a link; the large arrays in it go beside the link,
 * with the rest of it, in a file.
 *
 * @param bytes the encoded value, or what leads to the file
 * @param isInFile which of the two
 */
public record Shipment(byte[] bytes, boolean isInFile) {
  /** Such files belong to no ring; whoever makes one deletes it, or who finds its maker dead. */
  static final String NAME = "shipment";

  /**
   * Encodes a value.
   *
   * @param codec encodes it
   * @param value the value; may be null
   * @param journey takes the holds of what is in shared memory, and the file; ended when this fails
   * @return what travels
   */
  public static Shipment of(Codec codec, Object value, Journey journey) {
    Parts parts = new Parts();
    byte[] bytes = codec.encode(value, journey, parts);
    if (parts.isEmpty()) {
      return new Shipment(bytes, false);
    }
    boolean written = false;
    try {
      LargeRecords files = files();
      byte[] reference = files.write(bytes, 0, bytes.length, parts);
      journey.atEnd(() -> files.delete(reference));
      written = true;
      return new Shipment(reference, true);
    } finally {
      if (!written) {
        journey.end();
      }
    }
  }

  /**
   * Rebuilds the value in the process that has received it.
   *
   * @param codec decodes it
   * @return the value; may be null
   */
  public Object open(Codec codec) {
    return isInFile ? codec.decode(files().read(bytes)) : codec.decode(bytes);
  }

  private static LargeRecords files() {
    return new LargeRecords(Tree.path().resolve(NAME), Tree.current());
  }
}
