package io.mp4j.runtime.threads;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mp4j.MpException;
import java.lang.ref.WeakReference;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What has a name that threads attach by. A name goes when it is removed, when all handles were
 * closed, or when nobody refers to what it means. Safe for all threads.
 *
 * @param <S> what has a name
 */
final class LocalNames<S extends LocalNames.Named> {
  @GuardedBy("this")
  private final Map<String, WeakReference<S>> names = new HashMap<>();

  /** Something with a name. */
  static class Named {
    private final String name;
    private int handles;

    Named(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }

    /** Used by those that hold the names. */
    private int handles(int more) {
      handles += more;
      return handles;
    }
  }

  /** A free name, or the one asked for. */
  static String choose(Optional<String> name) {
    return name.orElseGet(() -> UUID.randomUUID().toString().substring(0, 8));
  }

  /** Gives it its name, and counts its first handle. */
  synchronized S add(S named) {
    if (find(named.name()) != null) {
      throw new MpException(
          "there is one of this name already: name=" + named.name(),
          new FileAlreadyExistsException(named.name()));
    }
    names.put(named.name(), new WeakReference<>(named));
    ((Named) named).handles(1);
    return named;
  }

  /** Finds it by its name, and counts one more handle. */
  synchronized S open(String name) {
    S named = find(name);
    if (named == null) {
      throw new MpException(
          "no shared memory of this name among the threads of this program; it was never made, or"
              + " unlinked, or its last handle was closed: name="
              + name,
          new NoSuchFileException(name));
    }
    ((Named) named).handles(1);
    return named;
  }

  @GuardedBy("this")
  private S find(String name) {
    WeakReference<S> reference = names.get(name);
    S named = reference == null ? null : reference.get();
    if (reference != null && named == null) {
      names.remove(name);
    }
    return named;
  }

  /** One handle was closed. */
  synchronized void release(S named) {
    if (((Named) named).handles(-1) == 0) {
      unlink(named);
    }
  }

  synchronized void unlink(S named) {
    if (find(named.name()) == named) {
      names.remove(named.name());
    }
  }
}
