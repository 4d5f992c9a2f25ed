package io.mp4j.runtime.process;

import io.mp4j.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables of the environment from which a JVM takes options. A child finds them as well: an
 * agent or a port in them would be its second one, so that they go without these. What the context
 * says of such a variable stays as it is.
 *
 * @param values the variables that differ in the child; an empty value for one that goes
 * @param options the options that the child finds in them
 */
record OptionVariables(Map<String, String> values, List<String> options) {
  static final List<String> NAMES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /** Made when there is such a variable: few programs have one. */
  private static final class Syntax {
    /** Words with parts in quotes. */
    static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");

    static final Pattern QUOTES = Pattern.compile("\"([^\"]*)\"|'([^']*)'");
  }

  /** Reads them from the environment of this process. */
  static OptionVariables of(Context context) {
    return of(context, System.getenv());
  }

  static OptionVariables of(Context context, Map<String, String> environment) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> options = new ArrayList<>();
    for (String name : NAMES) {
      String value = environment.get(name);
      if (value != null && !context.environment().containsKey(name)) {
        String kept = keep(context, value, options);
        if (!kept.equals(value.strip())) {
          values.put(name, kept);
        }
      }
    }
    return new OptionVariables(values, options);
  }

  /** Lists the options that the context gives a child in such variables. */
  static List<String> given(Map<String, Optional<String>> environment) {
    List<String> options = new ArrayList<>();
    for (String name : NAMES) {
      Optional<String> value = environment.get(name);
      if (value != null) {
        Matcher words = Syntax.WORD.matcher(value.orElse(""));
        while (words.find()) {
          add(Syntax.QUOTES.matcher(words.group()).replaceAll("$1$2"), options);
        }
      }
    }
    return options;
  }

  private static String keep(Context context, String value, List<String> options) {
    List<String> kept = new ArrayList<>();
    Matcher words = Syntax.WORD.matcher(value);
    while (words.find()) {
      String option = Syntax.QUOTES.matcher(words.group()).replaceAll("$1$2");
      // What a file of arguments holds stands among the arguments of this JVM.
      if (!option.startsWith("@") && InheritedOptions.isInherited(context, option)) {
        kept.add(words.group());
        add(option, options);
      }
    }
    return String.join(" ", kept);
  }

  /** An option of the launcher and its value may be two words; the JVM makes one of them. */
  private static void add(String word, List<String> options) {
    int last = options.size() - 1;
    if (last >= 0 && !word.startsWith("-") && options.get(last).startsWith("--")) {
      options.set(last, options.get(last) + "=" + word);
    } else {
      options.add(word);
    }
  }

  /** Changes the environment of a child. */
  void apply(Map<String, String> environment) {
    values.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            environment.remove(name);
          } else {
            environment.put(name, value);
          }
        });
  }
}
