package io.mp4j.ipc.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.mp4j.SerializationException;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/** Paths of the default file system travel as text; those of others have no meaning elsewhere. */
final class PathSerializer extends Serializer<Path> {
  PathSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, Path path) {
    if (path.getFileSystem() != FileSystems.getDefault()) {
      throw new SerializationException(
          "a path of another file system has no meaning in another process: path=" + path.toUri());
    }
    output.writeString(path.toString());
  }

  @Override
  public Path read(Kryo kryo, Input input, Class<? extends Path> type) {
    return Path.of(input.readString());
  }
}
