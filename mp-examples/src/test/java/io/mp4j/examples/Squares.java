package io.mp4j.examples;

import io.mp4j.Mp;
import io.mp4j.Pool;
import java.util.List;

public class Squares {
  public static void main(String[] args) throws InterruptedException {
    try (Pool pool = Mp.pool(4)) {
      System.out.println(pool.map(x -> x * x, List.of(1, 2, 3, 4, 5)));
    }
  }
}
