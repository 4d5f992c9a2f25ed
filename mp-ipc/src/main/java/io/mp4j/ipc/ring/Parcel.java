package io.mp4j.ipc.ring;

import io.mp4j.ipc.codec.Codec;
import io.mp4j.ipc.codec.Decoder;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Parts;
import io.mp4j.ipc.tree.Loan;
import java.util.Arrays;
import java.util.List;

/**
 * An encoded value that is sent once, over a link, with the list of what it carries of shared
 * memory. For one thread, which says whether it was sent.
 */
public final class Parcel {
  private final byte[] value;
  private final byte[] cargo;
  private final Journey journey;

  private Parcel(byte[] value, Journey journey) {
    this.value = value;
    this.cargo = Cargo.of(journey.loans());
    this.journey = journey;
  }

  /**
   * Encodes a value.
   *
   * @param codec encodes it
   * @param value the value; may be null
   * @return a parcel to be sent, or not
   */
  public static Parcel pack(Codec codec, Object value) {
    Journey journey = new Journey();
    return new Parcel(codec.encode(value, journey), journey);
  }

  /**
   * Returns the encoded value.
   *
   * @return its bytes
   */
  public byte[] value() {
    return value;
  }

  /**
   * Returns the list of what it carries.
   *
   * @return bytes for {@link #unpack}; none when it carries nothing
   */
  public byte[] cargo() {
    return cargo;
  }

  /** The operating system has all of it: it arrives, or its receiver has ended. */
  public void sent() {
    journey.handOver();
  }

  /** It will not be received. */
  public void notSent() {
    journey.end();
  }

  /**
   * Rebuilds a value that has arrived.
   *
   * @param codec decodes it
   * @param value what {@link #value} gave
   * @param cargo what {@link #cargo} gave
   * @return the value; may be null
   */
  public static Object unpack(Codec codec, byte[] value, byte[] cargo) {
    List<Loan> loans = cargo.length == 0 ? List.of() : Cargo.claim(cargo);
    try {
      return codec.decode(value);
    } finally {
      loans.forEach(Loan::giveBack);
    }
  }

  /**
   * Puts an encoded value and the list of what it carries into one array.
   *
   * @param value holds the value
   * @param length how many bytes it has, from the first
   * @param journey what it carries
   * @return bytes for {@link #open}
   */
  public static byte[] seal(byte[] value, int length, Journey journey) {
    byte[] cargo = Cargo.of(journey.loans());
    byte[] sealed = Arrays.copyOf(value, length + cargo.length);
    System.arraycopy(cargo, 0, sealed, length, cargo.length);
    return sealed;
  }

  /**
   * Rebuilds a value from one array.
   *
   * @param decoder decodes it
   * @param sealed what {@link #seal} gave
   * @param parts what has come beside it
   * @return the value; may be null
   */
  public static Object open(Decoder decoder, byte[] sealed, Parts parts) {
    List<Loan> loans = Cargo.claim(sealed);
    try {
      return decoder.decode(sealed, 0, sealed.length - Cargo.size(sealed), parts);
    } finally {
      loans.forEach(Loan::giveBack);
    }
  }
}
