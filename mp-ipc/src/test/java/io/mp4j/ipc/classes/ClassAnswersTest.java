package io.mp4j.ipc.classes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.ipc.classes.Answer.ClassFile;
import io.mp4j.ipc.classes.Answer.Classes;
import io.mp4j.ipc.classes.Answer.Missing;
import io.mp4j.ipc.classes.Answer.Own;
import io.mp4j.ipc.classes.Question.Kind;
import io.mp4j.ipc.loading.ClassAnswers;
import io.mp4j.ipc.loading.ClassClosure;
import io.mp4j.ipc.loading.Loaders;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a parent answers to a child's questions for classes. */
class ClassAnswersTest {
  private final ClassAnswers answers = new ClassAnswers();

  static class Outer {
    final Inner inner = new Inner();

    static class Inner {}
  }

  /** Loads the classes of the tests anew, as a plug-in's loader would. */
  private static URLClassLoader plugIn() {
    URL classes = Outer.class.getProtectionDomain().getCodeSource().getLocation();
    return new URLClassLoader(new URL[] {classes}, null);
  }

  private Answer ask(Kind kind, long loader, String name) throws IOException {
    return Answer.from(answers.answer(new Question(kind, loader, name).toBytes()));
  }

  private List<ClassFile> files(Kind kind, long loader, String name) throws IOException {
    return ((Classes) ask(kind, loader, name)).files();
  }

  @Test
  void shouldLeaveTheApplicationsClassesToTheChild() throws Exception {
    assertThat(ask(Kind.CLASS, Loaders.APPLICATION, Outer.class.getName())).isInstanceOf(Own.class);
    assertThat(ask(Kind.CLASS, Loaders.APPLICATION, "java.util.List")).isInstanceOf(Own.class);
  }

  @Test
  void shouldGiveAClassWithWhatItRefersTo() throws Exception {
    try (URLClassLoader plugIn = plugIn()) {
      long id = Loaders.idOf(plugIn);
      List<ClassFile> files = files(Kind.CLASS, id, Outer.class.getName());
      assertThat(files)
          .extracting(ClassFile::name)
          .startsWith(Outer.class.getName())
          .contains(Outer.Inner.class.getName());
      assertThat(files).extracting(ClassFile::loader).containsOnly(id);
      assertThat(files).extracting(ClassFile::bytes).doesNotContainNull();
    }
  }

  @Test
  void shouldNotSendTheSameBytesTwice() throws Exception {
    try (URLClassLoader one = plugIn();
        URLClassLoader other = plugIn()) {
      List<ClassFile> first = files(Kind.CLASS, Loaders.idOf(one), Outer.class.getName());
      List<ClassFile> second = files(Kind.CLASS, Loaders.idOf(other), Outer.class.getName());
      assertThat(second).extracting(ClassFile::bytes).containsOnlyNulls();
      assertThat(second)
          .extracting(ClassFile::hash)
          .containsExactlyElementsOf(first.stream().map(ClassFile::hash).toList());
    }
  }

  @Test
  void shouldGiveAnApplicationsClassThatTheChildLacks() throws Exception {
    ClassFile file = files(Kind.ANY_CLASS, Loaders.APPLICATION, Outer.class.getName()).get(0);
    assertThat(file.loader()).isEqualTo(Loaders.APPLICATION);
    try (InputStream own = Outer.class.getResourceAsStream("ClassAnswersTest$Outer.class")) {
      assertThat(file.bytes()).isEqualTo(own.readAllBytes());
    }
  }

  @Test
  void shouldSayWhyThereIsNoClass() throws Exception {
    assertThat(ask(Kind.CLASS, Loaders.APPLICATION, "no.Such"))
        .isEqualTo(new Missing("no such class"));
    assertThat(ask(Kind.CLASS, 12345, "no.Such"))
        .isInstanceOfSatisfying(
            Missing.class, missing -> assertThat(missing.reason()).contains("is gone"));
    ClassLoader failing =
        new ClassLoader(null) {
          @Override
          protected Class<?> findClass(String name) {
            throw new IllegalStateException("not today");
          }
        };
    assertThat(ask(Kind.CLASS, Loaders.idOf(failing), "no.Such"))
        .isEqualTo(new Missing("java.lang.IllegalStateException: not today"));
  }

  @Test
  void shouldAnswerDamagedQuestions() throws Exception {
    assertThat(Answer.from(answers.answer(new byte[] {77, 0})))
        .isInstanceOfSatisfying(
            Missing.class, missing -> assertThat(missing.reason()).contains("kind=77"));
    assertThat(Answer.from(answers.answer(new byte[0]))).isInstanceOf(Missing.class);
  }

  @Test
  void shouldStandOnTheJdkAlone() throws Exception {
    ClassClosure closure = ClassClosure.ofPackage(BootMain.class);
    assertThat(closure.files().keySet())
        .contains(RemoteClassLoader.class.getName(), Answer.Missing.class.getName());
    ClassLoader alone =
        new ClassLoader(ClassLoader.getPlatformClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = closure.files().get(name);
            if (bytes == null) {
              throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
          }
        };
    for (String name : closure.files().keySet()) {
      Class<?> type = Class.forName(name, true, alone);
      assertThat(type.getDeclaredMethods()).isNotNull(); // resolves what they mention
    }
  }
}
