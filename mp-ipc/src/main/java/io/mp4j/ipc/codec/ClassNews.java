package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.io.Output;

/**
 * Which classes stand as numbers in what the encoders of a codec write: a receiver {@linkplain
 * Decoder#hear hears} of each before it gets a value with its number.
 *
 * @param bytes for the receiver's decoder
 * @param heard how many the receiver has heard of then
 */
public record ClassNews(byte[] bytes, int heard) {
  /** So many names fit a message that fits a lane. */
  private static final int MOST = 64;

  /**
   * Returns how many classes a receiver has to have heard of.
   *
   * @param codec the codec
   * @return enough for all values that were encoded before the call
   */
  public static int count(Codec codec) {
    return codec.told().count();
  }

  /**
   * Tells of some classes.
   *
   * @param codec the codec
   * @param heard how many the receiver has heard of, fewer than {@link #count}
   * @return some of the others, those with the lowest numbers
   */
  public static ClassNews since(Codec codec, int heard) {
    int end = Math.min(count(codec), heard + MOST);
    Output output = new Output(1024, -1);
    codec.told().write(heard, end, output);
    return new ClassNews(output.toBytes(), end);
  }
}
