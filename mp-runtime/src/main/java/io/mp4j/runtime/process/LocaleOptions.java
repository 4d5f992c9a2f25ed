package io.mp4j.runtime.process;

import io.mp4j.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The default locales of this JVM as options for a child, when code has changed them. */
final class LocaleOptions {
  private static final String PREFIX = "user.";

  /** What the JVM had at its start, as far as its properties tell. */
  private static final String[] PARTS = {"language", "script", "country", "variant"};

  private LocaleOptions() {}

  /** Lists them; none when a child finds the same ones by itself, or is told others. */
  static List<String> of(Context context) {
    List<String> options = new ArrayList<>();
    if (isToldOtherwise(context)) {
      return options;
    }
    Locale display = Locale.getDefault(Locale.Category.DISPLAY);
    Locale format = Locale.getDefault(Locale.Category.FORMAT);
    if (!isAtStart(Locale.getDefault(), "")
        || !isAtStart(display, ".display")
        || !isAtStart(format, ".format")) {
      add(options, Locale.getDefault(), "");
      add(options, display, ".display");
      add(options, format, ".format");
    }
    return options;
  }

  private static boolean isToldOtherwise(Context context) {
    for (String part : PARTS) {
      String key = PREFIX + part;
      if (anyStartsWith(key, context.systemProperties().keySet())
          || anyStartsWith("-D" + key, context.jvmOptions())) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyStartsWith(String beginning, Collection<String> texts) {
    for (String text : texts) {
      if (text.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAtStart(Locale locale, String category) {
    for (String part : PARTS) {
      String atStart = System.getProperty(PREFIX + part, "");
      if (!partOf(locale, part).equals(System.getProperty(PREFIX + part + category, atStart))) {
        return false;
      }
    }
    return true;
  }

  private static void add(List<String> options, Locale locale, String category) {
    for (String part : PARTS) {
      options.add("-D" + PREFIX + part + category + "=" + partOf(locale, part));
    }
    options.add("-D" + PREFIX + "extensions" + category + "=" + extensionsOf(locale));
  }

  private static String partOf(Locale locale, String part) {
    return switch (part) {
      case "language" -> locale.getLanguage();
      case "script" -> locale.getScript();
      case "country" -> locale.getCountry();
      default -> locale.getVariant();
    };
  }

  /** As a language tag has them. */
  private static String extensionsOf(Locale locale) {
    List<String> extensions = new ArrayList<>();
    for (char key : locale.getExtensionKeys()) {
      extensions.add(key + "-" + locale.getExtension(key));
    }
    return String.join("-", extensions);
  }
}
