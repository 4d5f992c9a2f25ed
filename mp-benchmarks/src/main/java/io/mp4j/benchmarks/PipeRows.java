package io.mp4j.benchmarks;

import io.mp4j.Connection;
import io.mp4j.Mp;
import io.mp4j.Pipe;
import io.mp4j.Process;
import io.mp4j.function.Action1;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** Messages between this process and a child. */
final class PipeRows {
  private static final int SMALL = 8;
  private static final int MEBIBYTE = 1 << 20;
  private static final byte[] END = {};

  private PipeRows() {}

  static List<Row> rows() {
    return List.of(
        new Row(
            "pipe round trip, 8 bytes p50",
            Unit.MICROSECONDS,
            "pipe-bytes " + SMALL,
            PipeRows::bytes),
        new Row(
            "pipe round trip, small object p50",
            Unit.MICROSECONDS,
            "pipe-object",
            PipeRows::objects),
        new Row(
            "pipe one way, 1 MiB messages",
            Unit.GIGABYTES,
            "pipe-one-way " + MEBIBYTE,
            PipeRows::oneWay));
  }

  /** A record here, a tuple there. */
  private record Small(int number, String text) {}

  private static Side bytes() {
    byte[] message = new byte[SMALL];
    return new PipeSide<Object>(
        PipeRows::echoBytes,
        (connection, duration) ->
            Sampling.medianNanos(
                    duration,
                    () -> {
                      connection.sendBytes(message);
                      connection.recvBytes();
                    })
                / 1e3);
  }

  private static Side objects() {
    return new PipeSide<Small>(
        PipeRows::echoObjects,
        (connection, duration) ->
            Sampling.medianNanos(
                    duration,
                    () -> {
                      connection.send(new Small(42, "a small object"));
                      connection.recv();
                    })
                / 1e3);
  }

  private static Side oneWay() {
    byte[] message = new byte[MEBIBYTE];
    return new PipeSide<Object>(
        PipeRows::drain, (connection, duration) -> sendFor(duration, message, connection));
  }

  private static double sendFor(Duration duration, byte[] message, Connection<Object> connection)
      throws Exception {
    long start = System.nanoTime();
    long sent = 0;
    do {
      connection.sendBytes(message);
      sent += message.length;
    } while (System.nanoTime() - start < duration.toNanos());
    connection.sendBytes(END);
    long received = ByteBuffer.wrap(connection.recvBytes()).getLong();
    long elapsed = System.nanoTime() - start;
    Exactly.check("bytes", sent, received);
    return (double) received / elapsed; // bytes per nanosecond are gigabytes per second
  }

  private static void echoBytes(Connection<Object> connection) throws Exception {
    while (true) {
      connection.sendBytes(connection.recvBytes());
    }
  }

  private static void echoObjects(Connection<Small> connection) throws Exception {
    while (true) {
      connection.send(connection.recv());
    }
  }

  /** Receives up to an empty message, again and again, and answers how many bytes came. */
  private static void drain(Connection<Object> connection) throws Exception {
    long total = 0;
    while (true) {
      byte[] message = connection.recvBytes();
      if (message.length > 0) {
        total += message.length;
      } else {
        connection.sendBytes(ByteBuffer.allocate(Long.BYTES).putLong(0, total));
        total = 0;
      }
    }
  }

  @FunctionalInterface
  private interface Measure<T> {
    double apply(Connection<T> connection, Duration duration) throws Exception;
  }

  private static final class PipeSide<T> implements Side {
    private final Connection<T> connection;
    private final Process child;
    private final Measure<T> measure;

    PipeSide(Action1<Connection<T>> target, Measure<T> measure) {
      Pipe<T> pipe = Mp.pipe();
      this.connection = pipe.parent();
      this.child = Mp.process(target, pipe.child()).setDaemon(true).start();
      this.measure = measure;
      pipe.child().close();
    }

    @Override
    public double measure(Duration duration) throws Exception {
      return measure.apply(connection, duration);
    }

    @Override
    public void close() {
      child.close();
      connection.close();
    }
  }
}
