/** Python-like multiprocessing for the JVM. */
open module io.mp4j {
  exports io.mp4j;
  exports io.mp4j.function;
  exports io.mp4j.spi;

  uses io.mp4j.spi.MpProvider;
}
