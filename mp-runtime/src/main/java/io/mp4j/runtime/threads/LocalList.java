package io.mp4j.runtime.threads;

import io.mp4j.ipc.codec.StaysHere;
import io.mp4j.runtime.shared.ItemType;
import io.mp4j.runtime.shared.SearchableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A list of simple values, each in the room that its first value has made. */
final class LocalList extends SearchableList implements RandomAccess, StaysHere {
  private static final LocalNames<Slots> NAMES = new LocalNames<>();

  private final Slots slots;
  private final LocalDoor door;
  private final AtomicBoolean released = new AtomicBoolean();

  private LocalList(Slots slots) {
    this.slots = slots;
    this.door = new LocalDoor("ShareableList", slots.name());
  }

  /** An element in a form that nobody else can change. */
  private record Item(ItemType type, byte[] bytes) {
    static Item of(Object value) {
      return new Item(ItemType.typeOf(value), ItemType.bytesOf(value));
    }

    Object value() {
      return type.valueOf(bytes.clone());
    }
  }

  /** What all handles of a list have in common. */
  private static final class Slots extends LocalNames.Named {
    private final AtomicReferenceArray<Item> items;
    private final int[] rooms;

    Slots(String name, List<Item> items) {
      super(name);
      this.items = new AtomicReferenceArray<>(items.toArray(new Item[0]));
      this.rooms = items.stream().mapToInt(item -> ItemType.room(item.bytes)).toArray();
    }
  }

  static LocalList create(Optional<String> name, List<?> elements) {
    List<Item> items = new ArrayList<>();
    elements.forEach(element -> items.add(Item.of(element)));
    return new LocalList(NAMES.add(new Slots(LocalNames.choose(name), items)));
  }

  static LocalList open(String name) {
    return new LocalList(NAMES.open(name));
  }

  @Override
  public String name() {
    return slots.name();
  }

  @Override
  public int size() {
    door.checkOpen();
    return slots.rooms.length;
  }

  @Override
  public Object get(int index) {
    return slots.items.get(Objects.checkIndex(index, size())).value();
  }

  @Override
  public Object set(int index, Object value) {
    int at = Objects.checkIndex(index, size());
    Item item = Item.of(value);
    ItemType.checkFits(at, item.bytes, slots.rooms[at]);
    return slots.items.getAndSet(at, item).value();
  }

  @Override
  public void unlink() {
    door.checkOpen();
    NAMES.unlink(slots);
  }

  @Override
  public void close() {
    door.close();
    if (released.compareAndSet(false, true)) {
      NAMES.release(slots);
    }
  }

  @Override
  public boolean isClosed() {
    return door.isClosed();
  }

  /** As a list's, but of a closed one it is its name. */
  @Override
  public String toString() {
    return isClosed() ? "ShareableList " + name() + " (closed)" : super.toString();
  }
}
