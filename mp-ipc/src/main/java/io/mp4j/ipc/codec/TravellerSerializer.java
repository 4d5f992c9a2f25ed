package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Sends references of what is in shared memory. */
final class TravellerSerializer extends Serializer<Traveller> {
  TravellerSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, Traveller traveller) {
    kryo.writeClassAndObject(output, traveller.depart(((TravelKryo) kryo).journey()));
  }

  @Override
  public Traveller read(Kryo kryo, Input input, Class<? extends Traveller> type) {
    return (Traveller) ((Reference) kryo.readClassAndObject(input)).arrive();
  }
}
