package io.mp4j.ipc.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What objects hold, for those who look for the way to one of them. */
final class Members {
  /** A way through more objects than these is not worth finding. */
  private static final int MOST = 10_000;

  private Members() {}

  /**
   * Something that an object holds.
   *
   * @param label how a path names it
   * @param value what it is
   */
  private record Member(String label, Object value) {}

  /** An object that was reached, and the way to it. */
  private record Place(Object object, List<String> way) {}

  /**
   * Finds a way from an object to the nearest one that the predicate accepts. Usually that is one
   * of its own members; where Java serialization was at work, it may be deeper.
   *
   * @return the steps of the way; none when it cannot be seen
   */
  static List<String> wayFrom(Object owner, Predicate<Object> wanted) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Place> places = new ArrayDeque<>();
    places.add(new Place(owner, List.of()));
    while (!places.isEmpty() && seen.size() < MOST) {
      Place place = places.remove();
      for (Member member : of(place.object)) {
        List<String> way = new ArrayList<>(place.way);
        way.add(member.label);
        if (wanted.test(member.value)) {
          return way;
        }
        if (member.value != null && seen.add(member.value)) {
          places.add(new Place(member.value, way));
        }
      }
    }
    return List.of();
  }

  private static List<Member> of(Object owner) {
    List<Member> members = new ArrayList<>();
    if (owner.getClass().isHidden()) {
      addCaptured(members, owner);
    } else if (owner instanceof Object[] array) {
      addElements(members, owner, Arrays.asList(array));
    } else if (owner instanceof Collection<?> collection && JdkClasses.contains(owner.getClass())) {
      addElements(members, owner, collection);
    } else if (owner instanceof Map<?, ?> map && JdkClasses.contains(owner.getClass())) {
      addEntries(members, map);
    } else {
      addFields(members, owner);
    }
    return members;
  }

  private static void addCaptured(List<Member> members, Object lambda) {
    var form = LambdaSerializer.formOf(lambda);
    for (int i = 0; i < form.getCapturedArgCount(); i++) {
      String label = PathFinder.nameOf(lambda) + " (captured variable " + (i + 1) + ")";
      members.add(new Member(label, form.getCapturedArg(i)));
    }
  }

  private static void addElements(List<Member> members, Object owner, Iterable<?> elements) {
    String name = owner.getClass().getSimpleName().replace("[]", "");
    int index = 0;
    for (Object element : elements) {
      members.add(new Member(name + "[" + index + "]", element));
      index++;
    }
  }

  private static void addEntries(List<Member> members, Map<?, ?> map) {
    String name = map.getClass().getSimpleName();
    for (var entry : map.entrySet()) {
      String label = name + "[" + entry.getKey() + "]";
      members.add(new Member(label, entry.getKey()));
      members.add(new Member(label, entry.getValue()));
    }
  }

  private static void addFields(List<Member> members, Object owner) {
    for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          String label = type.getSimpleName() + "." + field.getName();
          members.add(new Member(label, valueOf(field, owner)));
        }
      }
    }
  }

  private static Object valueOf(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException | RuntimeException closed) {
      return null;
    }
  }
}
