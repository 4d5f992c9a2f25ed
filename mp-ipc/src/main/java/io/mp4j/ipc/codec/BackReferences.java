package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.util.MapReferenceResolver;
import io.mp4j.SerializationException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which objects have been written or read. Records, lambdas, views and what goes by Java
 * serialization exist only once all their parts do: nothing in them can refer back.
 */
final class BackReferences extends MapReferenceResolver {
  /** Those that are being written, from the outermost to the innermost. */
  private final List<Object> begun = new ArrayList<>();

  /** The streams that are being written, from the outermost to the innermost. */
  private final List<JavaOutput> streams = new ArrayList<>();

  void begin(Object whole) {
    begun.add(whole);
  }

  void end() {
    begun.remove(begun.size() - 1);
  }

  void begin(JavaOutput stream) {
    streams.add(stream);
  }

  void endStream() {
    streams.remove(streams.size() - 1);
  }

  /** Tells whether Kryo has written an object, or begun it. */
  boolean knows(Object object) {
    return super.getWrittenId(object) != -1;
  }

  @Override
  public int getWrittenId(Object object) {
    int id = super.getWrittenId(object);
    if (id != -1) {
      checkComplete(object);
    } else {
      checkOutsideStreams(object);
    }
    return id;
  }

  private void checkComplete(Object object) {
    for (int i = begun.size() - 1; i >= 0; i--) {
      if (begun.get(i) == object) {
        throw refersBack(object);
      }
    }
  }

  /** What Java serialization writes must not be needed by what is written beside it. */
  void checkOutsideStreams(Object object) {
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i).leadsBackFrom(object)) {
        throw refersBack(object);
      }
    }
  }

  private static SerializationException refersBack(Object object) {
    return new SerializationException(
        PathFinder.nameOf(object)
            + " refers back to itself through its parts, and could be rebuilt only from them: so"
            + " it is with records, lambdas, unmodifiable collections and views, and with what"
            + " goes by Java serialization");
  }

  @Override
  public Object getReadObject(@SuppressWarnings("rawtypes") Class type, int id) {
    Object object = super.getReadObject(type, id);
    if (object == null) {
      throw new SerializationException(
          "a record, a lambda or a view of a collection refers back to itself by way of a "
              + type.getName());
    }
    return object;
  }

  @Override
  public void reset() {
    super.reset();
    begun.clear();
    streams.clear();
  }
}
