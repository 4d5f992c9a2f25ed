package io.mp4j.runtime.worker;

import io.mp4j.spi.PoolSettings;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/** How much the heap may hold after a garbage collection, which is what tasks have left behind. */
interface HeapLimit {
  /** Tells whether it holds more. */
  boolean isExceeded();

  /** Loads the management classes only when there is a limit. */
  static HeapLimit of(long bytes) {
    return bytes == PoolSettings.UNLIMITED ? () -> false : new AfterCollection(bytes);
  }

  /** Asks the pools of memory what they held after they were collected last. */
  record AfterCollection(List<MemoryPoolMXBean> pools, long bytes) implements HeapLimit {
    AfterCollection(long bytes) {
      this(
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getType() == MemoryType.HEAP)
              .toList(),
          bytes);
    }

    @Override
    public boolean isExceeded() {
      long live = 0;
      for (MemoryPoolMXBean pool : pools) {
        MemoryUsage usage = pool.getCollectionUsage();
        live += usage == null ? 0 : usage.getUsed();
      }
      return live > bytes;
    }
  }
}
