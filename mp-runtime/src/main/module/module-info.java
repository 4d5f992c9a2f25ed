/** Child JVMs, and everything that runs in or on them. Open for the codec. */
open module io.mp4j.runtime {
  requires transitive io.mp4j;
  requires com.esotericsoftware.kryo;
  requires io.mp4j.ipc;
  requires java.management;
  requires static progressbar;
  requires org.slf4j;

  exports io.mp4j.progress;

  provides io.mp4j.spi.MpProvider with
      io.mp4j.runtime.RuntimeProvider;
}
