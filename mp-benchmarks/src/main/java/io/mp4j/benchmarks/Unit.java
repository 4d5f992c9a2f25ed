package io.mp4j.benchmarks;

/** What a row counts, and which way is better. */
enum Unit {
  MILLISECONDS("ms", true),
  MICROSECONDS("us", true),
  ITEMS("items/s", false),
  MEBIBYTES("MiB/s", false),
  MEMORY("MiB", true),
  GIGABYTES("GB/s", false),
  PAIRS("pairs/s", false),
  INCREMENTS("increments/s", false),
  SHARE("of its best", false);

  private final String label;
  private final boolean lowerIsBetter;

  Unit(String label, boolean lowerIsBetter) {
    this.label = label;
    this.lowerIsBetter = lowerIsBetter;
  }

  String label() {
    return label;
  }

  /** How many times better ours is. */
  double ratio(double ours, double theirs) {
    return lowerIsBetter ? theirs / ours : ours / theirs;
  }
}
