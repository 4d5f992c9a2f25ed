/** Bytes between JVMs. Open for the codec; internal: the packages are there for the runtime. */
open module io.mp4j.ipc {
  requires transitive io.mp4j;
  requires com.esotericsoftware.kryo;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.common;
  requires io.netty.transport;
  requires jdk.net;
  requires jdk.unsupported; // for Kryo and Netty, whose own modules do not say so
  requires org.objenesis;
  requires org.slf4j;

  exports io.mp4j.ipc.classes to io.mp4j.runtime;
  exports io.mp4j.ipc.codec to io.mp4j.runtime;
  exports io.mp4j.ipc.directory to io.mp4j.runtime;
  exports io.mp4j.ipc.frame to io.mp4j.runtime;
  exports io.mp4j.ipc.lane to io.mp4j.runtime;
  exports io.mp4j.ipc.link to io.mp4j.runtime;
  exports io.mp4j.ipc.loading to io.mp4j.runtime;
  exports io.mp4j.ipc.lock to io.mp4j.runtime;
  exports io.mp4j.ipc.memory to io.mp4j.runtime;
  exports io.mp4j.ipc.park to io.mp4j.runtime;
  exports io.mp4j.ipc.ring to io.mp4j.runtime;
  exports io.mp4j.ipc.tree to io.mp4j.runtime;
}
