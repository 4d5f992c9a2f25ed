package io.mp4j.runtime.pool;

import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.lane.Payload;
import io.mp4j.ipc.ring.LargeRecords;

/**
 * Something for other processes.
 *
 * @param payload its bytes
 * @param journey what it carries of shared memory, held until no worker needs it any more
 * @param files where large ones lie
 */
record EncodedFreight(Payload payload, Journey journey, LargeRecords files) implements Freight {
  @Override
  public int bytes() {
    return payload.bytes().length;
  }

  @Override
  public void drop() {
    payload.drop(files);
    journey.end();
  }
}
