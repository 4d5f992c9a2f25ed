package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.DefaultClassResolver;
import io.mp4j.ipc.loading.Loaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes classes: one that the receiver has been told as an odd number; any other the first time
 * that a message has it as zero, the number of its loader and its name, and after that as an even
 * number. Confined to one thread at a time.
 */
final class TravelClasses extends DefaultClassResolver {
  /** Kryo's mark for a class that does not go by its registration. */
  private static final int BY_NAME = NAME + 2;

  private static final int FIRST_TIME = 0;

  /** More than a usual message has: the maps would grow for ever, but shrink by being made anew. */
  private static final int MANY = 256;

  private IdentityHashMap<Class<?>, Integer> written = new IdentityHashMap<>();
  private final List<Class<?>> read = new ArrayList<>();
  private final Map<ClassName, Class<?>> known = new HashMap<>();

  /** Null when the receiver has been told nothing. */
  private ToldClasses told;

  /** Null when nothing has been heard of the sender. */
  private List<ClassName> heard;

  /** A class by the number of its loader and its name. */
  record ClassName(long loader, String name) {
    static ClassName read(Input input) {
      return new ClassName(input.readVarLong(true), input.readString());
    }

    // The methods that a record has otherwise make 15 classes when they are called first.
    @Override
    public boolean equals(Object other) {
      return other instanceof ClassName that && loader == that.loader && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return 31 * Long.hashCode(loader) + name.hashCode();
    }
  }

  void told(ToldClasses classes) {
    told = classes;
  }

  void heard(List<ClassName> classes) {
    heard = classes;
  }

  @Override
  protected void writeName(
      Output output, @SuppressWarnings("rawtypes") Class type, Registration registration) {
    output.writeByte(BY_NAME);
    write(output, type);
  }

  /** Writes which class, whether or not its objects can travel. */
  void write(Output output, Class<?> type) {
    int number = told == null ? -1 : told.numberOf(type);
    if (number >= 0) {
      output.writeVarInt(2 * number + 1, true);
      return;
    }
    Integer before = written.putIfAbsent(type, written.size() + 1);
    if (before != null) {
      output.writeVarInt(2 * before, true);
      return;
    }
    output.writeVarInt(FIRST_TIME, true);
    output.writeVarLong(Loaders.idOf(type), true);
    output.writeString(type.getName());
  }

  @Override
  protected Registration readName(Input input) {
    return kryo.getRegistration(read(input));
  }

  /** Reads which class. */
  Class<?> read(Input input) {
    int number = input.readVarInt(true);
    if (number == FIRST_TIME) {
      Class<?> type = find(ClassName.read(input));
      read.add(type);
      return type;
    }
    boolean isTold = (number & 1) == 1;
    int index = isTold ? number >>> 1 : (number >>> 1) - 1;
    int size = isTold ? heard == null ? 0 : heard.size() : read.size();
    if (index >= size) {
      throw new KryoException("a class that was not named before: number=" + number);
    }
    return isTold ? find(heard.get(index)) : read.get(index);
  }

  private Class<?> find(ClassName name) {
    Class<?> type = known.get(name);
    if (type == null) {
      type = ClassNames.known(name.loader, name.name, kryo.getClassLoader());
      known.put(name, type);
    }
    return type;
  }

  @Override
  public void reset() {
    if (written.size() > MANY) {
      written = new IdentityHashMap<>();
    } else if (!written.isEmpty()) {
      written.clear();
    }
    read.clear();
  }
}
