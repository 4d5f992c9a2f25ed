package io.mp4j.ipc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.SerializationException;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Classes of which the receiver is told once, and that stand as numbers in values. */
class ToldClassesTest {
  private final Codec sender = new Codec(getClass().getClassLoader());
  private final Encoder encoder = sender.encoder();
  private final Decoder decoder = new Codec(getClass().getClassLoader()).decoder();
  private int heard;

  record Point(int x, int y) {}

  record Line(Point from, Point to, Class<?> type) {}

  private byte[] encode(Object value) {
    encoder.set(value, new Journey());
    return Arrays.copyOf(encoder.buffer(), encoder.length());
  }

  private Object decode(byte[] bytes) {
    return decoder.decode(bytes, 0, bytes.length, Parts.NONE);
  }

  private void tell() {
    while (heard < ClassNews.count(sender)) {
      ClassNews news = ClassNews.since(sender, heard);
      decoder.hear(news.bytes());
      heard = news.heard();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void shouldNameAClassInTheNewsAlone() {
    Line line = new Line(new Point(1, 2), new Point(3, 4), String.class);
    byte[] first = encode(line);
    assertThat(text(first)).doesNotContain("Point").doesNotContain("Line");
    assertThat(text(ClassNews.since(sender, 0).bytes())).contains("Line");
    tell();
    assertThat(decode(first)).isEqualTo(line);
    int known = ClassNews.count(sender);
    assertThat(decode(encode(line))).isEqualTo(line);
    assertThat(ClassNews.count(sender)).isEqualTo(known);
  }

  @Test
  void shouldRefuseANumberThatItHasNotHeardOf() {
    byte[] bytes = encode(new Point(1, 2));
    assertThatThrownBy(() -> decode(bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("not named before");
    tell();
    assertThat(decode(bytes)).isEqualTo(new Point(1, 2));
  }

  @Test
  void shouldTellOfManyClassesInSeveralMessages() {
    List<Object> arrays = new ArrayList<>();
    Class<?> type = Point.class;
    for (int i = 0; i < 200; i++) { // each with one dimension more
      arrays.add(Array.newInstance(type, 0));
      type = type.arrayType();
    }
    byte[] bytes = encode(arrays);
    assertThat(ClassNews.since(sender, 0).heard()).isLessThan(ClassNews.count(sender));
    tell();
    assertThat((List<?>) decode(bytes))
        .extracting(Object::getClass)
        .isEqualTo(arrays.stream().map(Object::getClass).toList());
  }

  @Test
  void shouldRefuseDamagedNews() {
    assertThatThrownBy(() -> decoder.hear(new byte[] {100, 1}))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void shouldWriteNamesWhereNobodyIsTold() {
    byte[] bytes = sender.encode(new Point(1, 2));
    assertThat(text(bytes)).contains("Point");
    assertThat(new Codec(getClass().getClassLoader()).decode(bytes)).isEqualTo(new Point(1, 2));
  }
}
