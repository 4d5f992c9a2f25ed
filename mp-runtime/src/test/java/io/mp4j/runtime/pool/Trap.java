package io.mp4j.runtime.pool;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoSerializable;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.Mp;

/** Something to be sent that does harm on its way: while it is written, or while it is rebuilt. */
final class Trap implements KryoSerializable {
  /** Where a trap snaps. */
  enum Where {
    WRITTEN_BY_CALLER,
    REBUILT_BY_WORKER,
    WRITTEN_BY_WORKER,
    REBUILT_BY_CALLER
  }

  private static final int LARGE = 4 << 20;

  private Where where;
  private Fault fault;

  Trap(Where where, Fault fault) {
    this.where = where;
    this.fault = fault;
  }

  @Override
  public void write(Kryo kryo, Output output) {
    output.writeString(where.name());
    output.writeString(fault.name());
    if (where == (isWorker() ? Where.WRITTEN_BY_WORKER : Where.WRITTEN_BY_CALLER)) {
      output.writeBytes(new byte[LARGE]); // so that it is in the middle of it
      snap();
    }
  }

  @Override
  public void read(Kryo kryo, Input input) {
    where = Where.valueOf(input.readString());
    fault = Fault.valueOf(input.readString());
    if (where == (isWorker() ? Where.REBUILT_BY_WORKER : Where.REBUILT_BY_CALLER)) {
      snap();
    }
  }

  private static boolean isWorker() {
    try {
      return Mp.worker() != null;
    } catch (IllegalStateException isNone) {
      return false;
    }
  }

  private void snap() {
    try {
      fault.happen();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
