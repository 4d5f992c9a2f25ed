package io.mp4j.runtime.shared;

import io.mp4j.MpException;
import io.mp4j.ipc.codec.Journey;
import io.mp4j.ipc.codec.Reference;
import io.mp4j.ipc.codec.Traveller;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.tree.Attachment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;

/** A list of simple values. */
final class SharedList extends SearchableList implements RandomAccess, Traveller {
  private static final Names NAMES = new Names("ShareableList", ".list");

  private final Handle<Items> handle;

  private SharedList(Handle<Items> handle) {
    this.handle = handle;
  }

  static SharedList create(Optional<String> name, List<?> elements) {
    Membership.begin();
    List<Object> copy = new ArrayList<>(elements);
    return new SharedList(
        NAMES.create(
            name,
            file ->
                Attachment.create(
                    file,
                    SegmentKind.LIST,
                    1,
                    Items.size(copy),
                    segment -> Items.write(segment, copy),
                    Items::new)));
  }

  static SharedList open(String name) {
    return new SharedList(NAMES.open(name, SegmentKind.LIST, Items.class, Items::new));
  }

  /** What travels. */
  private record Ref(Handle.Ticket ticket) implements Reference {
    @Override
    public Object arrive() {
      return new SharedList(Handle.arrive(ticket, SegmentKind.LIST, Items.class, Items::new));
    }
  }

  @Override
  public Reference depart(Journey journey) {
    return new Ref(handle.depart(journey));
  }

  @Override
  public String name() {
    return Names.ofUser(handle.attachment().name());
  }

  @Override
  public int size() {
    handle.checkOpen();
    return handle.state().count();
  }

  @Override
  public Object get(int index) {
    return handle.state().get(Objects.checkIndex(index, size()));
  }

  @Override
  public Object set(int index, Object value) {
    Object before = formerly(Objects.checkIndex(index, size()));
    handle.state().set(index, value);
    return before;
  }

  /** An element that a killed process has left half changed can be set, and was nothing. */
  private Object formerly(int index) {
    try {
      return get(index);
    } catch (MpException e) {
      return null;
    }
  }

  @Override
  public void unlink() {
    handle.checkOpen();
    handle.segment().delete();
  }

  @Override
  public void close() {
    handle.close(() -> {});
  }

  @Override
  public boolean isClosed() {
    return handle.isClosed();
  }

  /** As a list's, but of a closed one it is its name. */
  @Override
  public String toString() {
    return isClosed() ? "ShareableList " + name() + " (closed)" : super.toString();
  }
}
