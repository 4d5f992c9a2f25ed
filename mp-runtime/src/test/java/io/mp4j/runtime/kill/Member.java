package io.mp4j.runtime.kill;

import io.mp4j.Process;
import io.mp4j.function.Action1;
import java.io.IOException;

/** A process of a crew. */
final class Member {
  final int number;
  final Action1<Integer> duty;
  final Process process;
  private boolean killed;

  Member(int number, Action1<Integer> duty) {
    this.number = number;
    this.duty = duty;
    this.process = Rounds.context().process(duty, number).start();
  }

  void kill() {
    killed = true;
    process.kill();
  }

  /** Tells whether it has ended without having been killed. */
  boolean hasEndedByItself() {
    return !killed && !process.isAlive();
  }

  /** A stopped process is not scheduled; a signal that says so exists on Unix only. */
  void stop() {
    signal("-STOP");
  }

  void goOn() {
    signal("-CONT");
  }

  private void signal(String signal) {
    long pid = process.pid().orElseThrow();
    try {
      int unused = new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("cannot send " + signal + " to " + pid, e);
    }
  }

  @Override
  public String toString() {
    return "member " + number + ": " + process;
  }
}
