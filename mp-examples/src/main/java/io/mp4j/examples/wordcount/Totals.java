package io.mp4j.examples.wordcount;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The sum of the counts of many files. */
final class Totals {
  private final Map<String, Long> words = new HashMap<>();
  private final SortedSet<Long> pids = new TreeSet<>();
  private final List<FileCount> leftOut = new ArrayList<>();
  private int files;
  private long bytes;

  static Totals of(Iterable<FileCount> counts) {
    Totals totals = new Totals();
    counts.forEach(totals::add);
    return totals;
  }

  private void add(FileCount count) {
    pids.add(count.pid());
    if (count.leftOut() != null) {
      leftOut.add(count);
      return;
    }
    files++;
    bytes += count.bytes();
    count.words().forEach((word, n) -> words.merge(word, (long) n, Long::sum));
  }

  /** Lists the words by falling frequency, those of the same frequency by name. */
  List<Map.Entry<String, Long>> mostFrequent(int limit) {
    return words.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(limit)
        .toList();
  }

  Map<String, Long> words() {
    return words;
  }

  int files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  SortedSet<Long> pids() {
    return pids;
  }

  List<FileCount> leftOut() {
    return leftOut;
  }
}
