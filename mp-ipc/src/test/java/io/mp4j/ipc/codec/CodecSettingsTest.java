package io.mp4j.ipc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mp4j.Mp;
import io.mp4j.RemoteException;
import io.mp4j.SerializationException;
import io.mp4j.function.Function0;
import io.mp4j.spi.TravelSettings;
import io.mp4j.users.Letters;
import io.mp4j.users.Letters.Bag;
import io.mp4j.users.Letters.BigBag;
import io.mp4j.users.Letters.Letter;
import io.mp4j.users.Letters.Sealed;
import io.mp4j.users.Letters.Session;
import io.mp4j.users.Letters.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CodecSettingsTest {
  private static final ClassLoader LOADER = CodecSettingsTest.class.getClassLoader();

  private static final Codec ANYTHING = new Codec(LOADER, CodecSettings.NONE);

  private static Codec codec(TravelSettings settings) {
    return new Codec(LOADER, CodecSettings.of(settings));
  }

  @SuppressWarnings("unchecked")
  private static <T> T roundTrip(Codec codec, T value) {
    return (T) codec.decode(codec.encode(value));
  }

  // --- serializers -------------------------------------------------------------------------------
  @Test
  void shouldLetObjectsTravelByWhatUsersGive() {
    Codec codec =
        codec(
            Mp.context()
                .withSerializer(Session.class, Session::address, Letters::open)
                .withSerializer(
                    Letter.class,
                    letter -> List.of(letter.to(), letter.text()),
                    parts -> new Letter(parts.get(0), parts.get(1) + "!"))
                .travelSettings());
    Bag bag = new Bag();
    Session session = Letters.open("somewhere");
    bag.content.addAll(List.of(session, new Letter("a", "b"), session));

    List<Object> copy = roundTrip(codec, bag).content;

    assertThat(((Session) copy.get(0)).address()).isEqualTo("somewhere");
    assertThat(copy.get(1)).isEqualTo(new Letter("a", "b!"));
    assertThat(copy.get(2)).isSameAs(copy.get(0));
    Session lambda = () -> "a lambda";
    assertThat(roundTrip(codec, lambda).address()).isEqualTo("a lambda");
    assertThat(roundTrip(codec, new Letter[] {new Letter("a", "b")}))
        .containsExactly(new Letter("a", "b!"));
    assertThatThrownBy(() -> ANYTHING.encode(session)).hasMessageContaining("keeper");
  }

  @Test
  void shouldPreferTheSerializerOfTheClassItselfAndThenTheLastOne() {
    Codec codec =
        codec(
            Mp.context()
                .withSerializer(Record.class, Object::toString, text -> new Sealed(text))
                .withSerializer(Letter.class, Letter::to, to -> new Letter(to, "own"))
                .withSerializer(Letter.class, Letter::to, to -> new Letter(to, "replaced"))
                .withSerializer(Bag.class, bag -> bag.content.size(), size -> new Bag())
                .travelSettings());
    assertThat(roundTrip(codec, new Letter("a", "b"))).isEqualTo(new Letter("a", "replaced"));
    assertThat(codec.decode(codec.encode(new Sealed("x")))).isEqualTo(new Sealed("Sealed[text=x]"));
    Bag bag = new BigBag();
    bag.content.add(1);
    assertThat(roundTrip(codec, bag).content).as("not for subclasses").containsExactly(1);
  }

  @Test
  void shouldNameTheClassWhoseSerializerFails() {
    Codec codec =
        codec(
            Mp.context()
                .withSerializer(
                    Letter.class,
                    letter -> {
                      throw new IllegalStateException("no");
                    },
                    Letter.class::cast)
                .withSerializer(Sealed.class, note -> note, note -> note)
                .withSerializer(Bag.class, bag -> 1, number -> null)
                .travelSettings());
    assertThatThrownBy(() -> codec.encode(List.of(new Letter("", ""))))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("the serializer of io.mp4j.users.Letters$Letter fails")
        .hasRootCauseMessage("no");
    assertThatThrownBy(() -> codec.encode(new Sealed("")))
        .hasMessageContaining("reduces an object to what it would have to reduce again");
    byte[] bag = codec.encode(new Bag());
    assertThatThrownBy(() -> codec.decode(bag)).hasMessageContaining("rebuilds an object as null");
    assertThatThrownBy(() -> ANYTHING.decode(bag)).hasMessageContaining("is not known here");
  }

  @Test
  void shouldTakeNoSerializerForWhatTravelsBeforeAnybodyAsks() {
    for (Class<?> type : List.of(int.class, String.class, Size.class, int[].class, Long.class)) {
      assertThatThrownBy(() -> Mp.context().withSerializer(type, value -> value, value -> null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("type=" + type.getTypeName());
    }
  }

  // --- registration ------------------------------------------------------------------------------
  private static TravelSettings registered(Class<?>... types) {
    return Mp.context().withRegisteredClasses(types).withRegistrationRequired().travelSettings();
  }

  @Test
  void shouldRefuseClassesThatAreNotRegisteredInBothDirections() throws Exception {
    Codec strict = codec(registered(BigBag.class, Size.class));
    BigBag bag = new BigBag();
    bag.content.addAll(
        Arrays.asList(
            1, List.of("x"), Map.of(Size.LARGE, 1), new EnumMap<>(Map.of(Size.SMALL, 1))));
    assertThat(roundTrip(strict, bag).content).isEqualTo(bag.content);
    Function0<Integer> code = Letters.code()::hashCode;
    List<Object> refused =
        List.of(
            new Letter("a", "b"),
            new Sealed("a"),
            new Letter[0],
            Letter.class,
            Letters.code(),
            code,
            List.of(new Letter("a", "b")));
    for (Object each : refused) {
      assertThatThrownBy(() -> strict.encode(each))
          .as("%s", each)
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("is not registered; add it with Context.withRegisteredClasses");
      byte[] bytes = ANYTHING.encode(each);
      assertThatThrownBy(() -> strict.decode(bytes))
          .as("%s", each)
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("is not registered");
    }
    bag.content.add(new Sealed("within"));
    assertThatThrownBy(() -> strict.encode(bag)).hasMessageContaining("Letters$Sealed");
    byte[] bytes = ANYTHING.encode(bag);
    assertThatThrownBy(() -> strict.decode(bytes)).hasMessageContaining("Letters$Sealed");
    Codec knowing = codec(registered(Letters.class, Letter.class));
    assertThat(roundTrip(knowing, Letters.code()).call()).isEqualTo("from letters");
    assertThat(roundTrip(knowing, new Letter[] {null})).hasSize(1);
  }

  @Test
  void shouldDescribeExceptionsThatAreNotRegistered() {
    Throwable lost = new Letters.Lost("gone");
    assertThat(codec(registered()).decode(codec(registered()).encode((Object) lost)))
        .isInstanceOf(RemoteException.class)
        .hasToString("io.mp4j.RemoteException: io.mp4j.users.Letters$Lost: gone");
    assertThat(codec(registered()).decode(ANYTHING.encode((Object) lost)))
        .isInstanceOf(RemoteException.class);
    assertThat((Object) roundTrip(codec(registered(Letters.Lost.class)), lost))
        .isInstanceOf(Letters.Lost.class);
  }

  @Test
  void shouldKnowClassesWithASerializer() {
    Codec strict =
        codec(
            Mp.context()
                .withSerializer(Session.class, Session::address, Letters::open)
                .withRegistrationRequired()
                .travelSettings());
    assertThat(roundTrip(strict, Letters.open("x")).address()).isEqualTo("x");
  }

  // --- filters -----------------------------------------------------------------------------------
  @Test
  void shouldRefuseWhatTheFilterRejectsInBothDirections() {
    Codec filtering =
        codec(Mp.context().withDeserializationFilter("!io.mp4j.users.*").travelSettings());
    List<Object> inside = new ArrayList<>(List.of(new Letter("a", "b")));
    for (Object each :
        List.of(inside, new Sealed("a"), new Bag(), Size.LARGE, Letter.class, Letters.code())) {
      assertThatThrownBy(() -> filtering.encode(each))
          .as("%s", each)
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("filter of the context rejects class io.mp4j.users.Letters");
      byte[] bytes = ANYTHING.encode(each);
      assertThatThrownBy(() -> filtering.decode(bytes))
          .as("%s", each)
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("filter of the context rejects class io.mp4j.users.Letters");
    }
    assertThat(roundTrip(filtering, List.of(1, "x"))).containsExactly(1, "x");
  }

  @Test
  void shouldHonourLimitsOfTheFilterInJavaSerialization() {
    Codec filtering = codec(Mp.context().withDeserializationFilter("maxdepth=3").travelSettings());
    Bag deep = new Bag();
    Bag bag = deep;
    for (int i = 0; i < 10; i++) {
      Bag next = new Bag();
      bag.content.add(next);
      bag = next;
    }
    byte[] bytes = filtering.encode(deep);
    assertThatThrownBy(() -> filtering.decode(bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("REJECTED");
  }

  @Test
  void shouldLetThisLibrarysClassesPassAFilterThatRejectsTheRest() throws Exception {
    Codec filtering =
        codec(
            Mp.context()
                .withDeserializationFilter("java.base/*;io.mp4j.users.*;!*")
                .travelSettings());
    Bag bag = new Bag();
    bag.content.add(Letters.code());
    bag.content.add(new Letter("a", "b"));
    List<Object> copy = roundTrip(filtering, bag).content;
    assertThat(copy.get(1)).isEqualTo(new Letter("a", "b"));
    Function0<Object> bound = Letters.class::toString;
    assertThat(roundTrip(codec(TravelSettings.NONE), bound).call()).isNotNull();
  }

  @Test
  void shouldTakeOnlyFiltersThatAreSome() {
    assertThatThrownBy(() -> Mp.context().withDeserializationFilter("maxdepth=deep"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Mp.context().withDeserializationFilter(""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // --- from process to process -------------------------------------------------------------------
  @Test
  void shouldTravelToOtherProcesses() {
    CodecSettings settings =
        CodecSettings.of(
            Mp.context()
                .withSerializer(Session.class, Session::address, Letters::open)
                .withRegisteredClasses(Letter.class)
                .withRegistrationRequired()
                .withDeserializationFilter("!io.mp4j.users.Letters$Bag")
                .travelSettings());
    CodecSettings copy = CodecSettings.arrived(settings.encoded(), LOADER);
    assertThat(copy).isEqualTo(settings).hasSameHashCodeAs(settings);
    Codec codec = new Codec(LOADER, copy);
    byte[] session = new Codec(LOADER, settings).encode(Letters.open("x"));
    assertThat(((Session) codec.decode(session)).address()).isEqualTo("x");
    assertThatThrownBy(() -> codec.encode(new Sealed(""))).hasMessageContaining("not registered");
    assertThatThrownBy(() -> codec.encode(Bag.class)).hasMessageContaining("not registered");
    assertThat(CodecSettings.of(TravelSettings.NONE)).isSameAs(CodecSettings.NONE);
  }
}
