package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Output;

/**
 * Serializes objects that exist only once all their parts do. Nothing in them can refer back to
 * them, which is found out where they are written.
 */
abstract class WholeSerializer<T> extends Serializer<T> {
  @Override
  public final void write(Kryo kryo, Output output, T object) {
    BackReferences references = ((TravelKryo) kryo).references();
    references.begin(object);
    writeParts((TravelKryo) kryo, output, object);
    references.end();
  }

  abstract void writeParts(TravelKryo kryo, Output output, T object);
}
