package io.mp4j.ipc.park;

import io.mp4j.ipc.memory.Memory;
import io.mp4j.ipc.tree.Tree;
import io.mp4j.ipc.tree.TreeDescriptor;

/** The word of this process that others count up when they ring. */
final class MyBell {
  private final Memory table;
  private final int cell;

  MyBell(Tree tree) {
    this.table = tree.table();
    this.cell = TreeDescriptor.cell(Tree.slot(tree.me()));
  }

  int rings() {
    return table.getIntVolatile(cell + TreeDescriptor.BELL);
  }

  void count() {
    table.getAndAddInt(cell + TreeDescriptor.BELL, 1);
  }

  /** Messages were read, so that the next ring is to send one. */
  void heard() {
    table.setIntVolatile(cell + TreeDescriptor.UNHEARD, 0);
  }

  /** Says how others wake this process. */
  void announce(int flags) {
    table.setIntVolatile(cell + TreeDescriptor.FLAGS, flags);
  }

  long address() {
    return Futex.address(table.slice(cell + TreeDescriptor.BELL, Integer.BYTES));
  }
}
