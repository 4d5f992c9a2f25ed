package io.mp4j.runtime.shared;

import io.mp4j.ShareableList;
import java.util.AbstractList;
import java.util.Objects;

/**
 * What lists of simple values have in common: they find a value that they would hold in another
 * form, and byte arrays by their bytes.
 */
public abstract class SearchableList extends AbstractList<Object> implements ShareableList {
  /** Made by those that hold the elements. */
  protected SearchableList() {}

  @Override
  public boolean contains(Object value) {
    return indexOf(value) >= 0;
  }

  @Override
  public int indexOf(Object value) {
    Object held = ItemType.heldAs(value);
    int size = size();
    for (int i = 0; i < size; i++) {
      if (Objects.deepEquals(get(i), held)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int lastIndexOf(Object value) {
    Object held = ItemType.heldAs(value);
    for (int i = size() - 1; i >= 0; i--) {
      if (Objects.deepEquals(get(i), held)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int count(Object value) {
    Object held = ItemType.heldAs(value);
    int count = 0;
    for (Object element : this) {
      if (Objects.deepEquals(element, held)) {
        count++;
      }
    }
    return count;
  }
}
