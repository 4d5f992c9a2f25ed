package io.mp4j.ipc.loading;

import io.mp4j.ipc.classes.Answer;
import io.mp4j.ipc.classes.Answer.ClassFile;
import io.mp4j.ipc.classes.Answer.Classes;
import io.mp4j.ipc.classes.Answer.Hash;
import io.mp4j.ipc.classes.Answer.Missing;
import io.mp4j.ipc.classes.Answer.Own;
import io.mp4j.ipc.classes.Answer.Resources;
import io.mp4j.ipc.classes.Question;
import io.mp4j.ipc.classes.Question.Kind;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Answers the questions of one child for classes and resources. Runs code of users, their class
 * loaders. For one thread at a time.
 */
public final class ClassAnswers {
  /** What comes along with a class, at most: it costs as much when it is not needed. */
  private static final int MOST_ALONG = 64;

  private static final int MOST_BYTES_ALONG = 1 << 18;

  private static final long MOST_RESOURCE_BYTES = 1 << 28;
  private static final int LONGEST_REASON = 1000;

  /** What the child has of classes, whichever loader they were of. */
  private final Set<Hash> sentBytes = new HashSet<>();

  private final Set<Sent> sentClasses = new HashSet<>();

  private record Sent(long loader, String name) {}

  /** Makes the answers for a child that has got nothing yet. */
  public ClassAnswers() {}

  /**
   * Answers a question.
   *
   * @param question the body of its frame
   * @return the body of the answer's; whatever fails is said in it
   */
  public byte[] answer(byte[] question) {
    try {
      return answer(Question.from(question)).toBytes();
    } catch (ClassNotFoundException e) {
      return missing("no such class").toBytes();
    } catch (IOException | RuntimeException | Error e) { // by class loaders, code of users
      return missing(e.toString()).toBytes();
    }
  }

  private Answer answer(Question question) throws ClassNotFoundException, IOException {
    return question.kind() == Kind.RESOURCES ? resources(question) : classes(question);
  }

  private static Missing missing(String reason) {
    return new Missing(
        reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason);
  }

  // --- classes -----------------------------------------------------------------------------------
  private Answer classes(Question question) throws ClassNotFoundException, IOException {
    ClassLoader asked = Loaders.byId(question.loader());
    if (asked == null) {
      return missing("the class loader was closed and is gone");
    }
    Class<?> type = Loaders.find(question.loader(), question.name(), null);
    long definer = Loaders.idOf(type);
    if (definer == Loaders.APPLICATION && question.kind() == Kind.CLASS) {
      return new Own();
    }
    ClassLoader loader = type.getClassLoader();
    if (loader == null) {
      return missing("it is a class of the JDK");
    }
    URL url = ClassFiles.locate(loader, type.getName());
    if (url == null) {
      return missing("its loader gives no bytes of it, perhaps because it was closed: " + loader);
    }
    byte[] bytes = ClassFiles.read(url);
    List<ClassFile> files = new ArrayList<>();
    files.add(fileOf(type.getName(), definer, bytes));
    addRelated(files, loader, url, bytes);
    files.forEach(file -> Loaders.sent(loader, file.name(), file.hash()));
    return new Classes(files);
  }

  private ClassFile fileOf(String name, long definer, byte[] bytes) {
    sentClasses.add(new Sent(definer, name));
    Hash hash = ClassFiles.hash(bytes);
    return new ClassFile(definer, name, hash, sentBytes.add(hash) ? bytes : null);
  }

  /**
   * Adds what the class refers to and what comes from the same place, such as the same jar: the
   * same loader will define it. It is not loaded here, only because it might be needed there.
   */
  private void addRelated(List<ClassFile> files, ClassLoader loader, URL url, byte[] first)
      throws IOException {
    String name = files.get(0).name();
    long definer = files.get(0).loader();
    String place = url.toString();
    String file = ClassFiles.fileOf(name);
    if (!place.endsWith(file)) {
      return; // such as a class for newer versions of Java in a jar for several
    }
    String root = place.substring(0, place.length() - file.length());
    Deque<byte[]> unread = new ArrayDeque<>(List.of(first));
    int bytesAlong = 0;
    while (!unread.isEmpty()) {
      for (String reference : References.of(unread.remove())) {
        if (files.size() > MOST_ALONG || bytesAlong > MOST_BYTES_ALONG) {
          return;
        }
        if (reference.startsWith("java.") || sentClasses.contains(new Sent(definer, reference))) {
          continue;
        }
        URL at = ClassFiles.locate(loader, reference);
        if (at == null || !at.toString().equals(root + ClassFiles.fileOf(reference))) {
          continue;
        }
        byte[] bytes = ClassFiles.read(at);
        files.add(fileOf(reference, definer, bytes));
        unread.add(bytes);
        bytesAlong += bytes.length;
      }
    }
  }

  // --- resources ---------------------------------------------------------------------------------
  private static Answer resources(Question question) throws IOException {
    ClassLoader loader = Loaders.byId(question.loader());
    if (loader == null) {
      return missing("the class loader was closed and is gone");
    }
    Set<String> own = new HashSet<>();
    if (question.loader() != Loaders.APPLICATION) {
      for (URL url : all(ClassLoader.getSystemClassLoader(), question.name())) {
        own.add(url.toString());
      }
    }
    List<byte[]> contents = new ArrayList<>();
    long size = 0;
    for (URL url : all(loader, question.name())) {
      if (!own.contains(url.toString())) {
        byte[] content = ClassFiles.read(url);
        size += content.length;
        if (size > MOST_RESOURCE_BYTES) {
          return missing("it is too large: bytes=" + size);
        }
        contents.add(content);
      }
    }
    return new Resources(contents);
  }

  private static List<URL> all(ClassLoader loader, String name) throws IOException {
    return Collections.list(loader.getResources(name));
  }
}
