package io.mp4j.runtime.shared;

import io.mp4j.MpException;
import io.mp4j.ipc.memory.Segment;
import io.mp4j.ipc.memory.SegmentKind;
import io.mp4j.ipc.tree.Attachment;
import io.mp4j.ipc.tree.Tree;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** The names of users, and the files that they mean. */
final class Names {
  private final String noun;
  private final String suffix;
  private final Supplier<String> random;

  Names(String noun, String suffix) {
    this(noun, suffix, () -> UUID.randomUUID().toString().substring(0, 8));
  }

  Names(String noun, String suffix, Supplier<String> random) {
    this.noun = noun;
    this.suffix = suffix;
    this.random = random;
  }

  /** Makes something under the name given, or under one that nobody has. */
  <S extends Attachment.State> Handle<S> create(
      Optional<String> name, Function<String, Attachment<S>> maker) {
    while (true) {
      try {
        return Handle.of(noun, maker.apply(name.orElseGet(random) + suffix), 0);
      } catch (MpException e) {
        if (!(e.getCause() instanceof FileAlreadyExistsException)) {
          throw e;
        }
        if (name.isPresent()) {
          throw new MpException(
              "a " + noun + " of this name exists already in this program: name=" + name.get(),
              e.getCause());
        }
      }
    }
  }

  <S extends Attachment.State> Handle<S> open(
      String name, SegmentKind kind, Class<S> type, Function<Segment, S> state) {
    Membership.begin();
    try {
      if (!java.nio.file.Files.exists(Tree.current().directory().resolve(name + suffix))) {
        throw new NoSuchFileException(name); // attached here perhaps, but unlinked
      }
      return Handle.attached(noun, name + suffix, kind, type, state);
    } catch (NoSuchFileException e) {
      throw new MpException(
          "no shared memory of this name in this program; it was never made, or unlinked, or its"
              + " last handle was closed: name="
              + name,
          e);
    }
  }

  /** As users say it; what they have not named has no suffix. */
  static String ofUser(String file) {
    int suffix = file.lastIndexOf('.');
    return suffix < 0 ? file : file.substring(0, suffix);
  }
}
