package io.mp4j.ipc.loading;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes that a class file names, by its constant pool: chapter 4.4 of the Java Virtual
 * Machine Specification.
 */
final class References {
  private static final int UTF8 = 1;
  private static final int CLASS = 7;

  private References() {}

  /** Lists binary names of classes, not of arrays; none when the bytes are no class file. */
  static List<String> of(byte[] classFile) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
      return read(in);
    } catch (IOException damaged) {
      return List.of();
    }
  }

  private static List<String> read(DataInputStream in) throws IOException {
    in.skipNBytes(8); // magic and version
    int count = in.readUnsignedShort();
    String[] texts = new String[count];
    List<Integer> classes = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case UTF8 -> texts[i] = in.readUTF();
        case CLASS -> classes.add(in.readUnsignedShort());
        case 8, 16, 19, 20 -> in.skipNBytes(2); // string, method type, module, package
        case 15 -> in.skipNBytes(3); // method handle
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> { // long, double: they take two places
          in.skipNBytes(8);
          i++;
        }
        default -> throw new IOException("unknown constant: tag=" + tag);
      }
    }
    List<String> names = new ArrayList<>();
    for (int index : classes) {
      String name = texts[index];
      if (name != null && !name.startsWith("[")) {
        names.add(name.replace('/', '.'));
      }
    }
    return names;
  }
}
