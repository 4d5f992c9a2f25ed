package io.mp4j.runtime.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.mp4j.function.Action1;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Processes that hammer an object. In each round some of them are killed or stopped, at a random
 * moment, and who was killed is replaced. For one thread.
 */
final class Crew implements AutoCloseable {
  private static final double LONGEST_LULL_NANOS = 30e6;
  private static final double LONGEST_STOP_NANOS = 200e6;
  private static final Duration POLL = Duration.ofMillis(2);

  private final Logbook log;
  private Runnable onWait = () -> {};
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final List<Member> members = new ArrayList<>();
  private final Set<Integer> killed = new HashSet<>();
  private int next;

  Crew(Logbook log) {
    this.log = log;
  }

  /** Says what to do again and again while this waits for its members. */
  void whileWaiting(Runnable action) {
    this.onWait = action;
  }

  /** Starts a member; its duty is given its number, and notes its beats. */
  Member add(Action1<Integer> duty) {
    assertThat(next).as("members that fit the logbook").isLessThan(log.mostMembers());
    Member member = new Member(next++, duty);
    members.add(member);
    return member;
  }

  Set<Integer> killed() {
    return killed;
  }

  // --- rounds ------------------------------------------------------------------------------------

  /** Kills or stops some of those that are at work, and replaces the killed. */
  void round() {
    if (random.nextInt(3) > 0) { // or the next misfortune comes before they have got over the last
      awaitProgress();
    }
    await("a member at work", () -> !atWork().isEmpty());
    lull(LONGEST_LULL_NANOS);
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> killAtOnce(1);
      case 4, 5, 6 -> killAtOnce(2);
      case 7 -> {
        Member stopped = stopOne();
        lull(LONGEST_STOP_NANOS);
        stopped.goOn();
      }
      case 8 -> {
        Member stopped = stopOne();
        lull(LONGEST_LULL_NANOS);
        killAtOnce(1); // whoever it is
        lull(LONGEST_STOP_NANOS);
        stopped.goOn();
      }
      default -> {
        Member stopped = stopOne();
        lull(LONGEST_STOP_NANOS);
        kill(List.of(stopped));
      }
    }
  }

  private List<Member> atWork() {
    return members.stream().filter(member -> beats(member) > 0).collect(Collectors.toList());
  }

  private Member stopOne() {
    List<Member> atWork = atWork();
    Member member = atWork.get(random.nextInt(atWork.size()));
    member.stop();
    return member;
  }

  private void killAtOnce(int most) {
    List<Member> victims = atWork();
    Collections.shuffle(victims, random);
    kill(victims.subList(0, Math.min(most, victims.size())));
  }

  void kill(List<Member> victims) {
    victims.forEach(Member::kill);
    for (Member victim : victims) {
      killed.add(victim.number);
      members.remove(victim);
      join(victim);
      Member unused = add(victim.duty);
    }
  }

  /** Short lulls are more likely than long ones, so that all orders of magnitude come up. */
  private void lull(double longestNanos) {
    LockSupport.parkNanos((long) Math.pow(longestNanos, random.nextDouble()));
  }

  // --- waiting -----------------------------------------------------------------------------------

  private long beats(Member member) {
    return log.get(member.number, Logbook.BEATS);
  }

  /** Waits until each member has come around. */
  void awaitProgress() {
    Map<Member, Long> before = new HashMap<>();
    members.forEach(member -> before.put(member, beats(member)));
    await(
        "progress of all members",
        () -> before.keySet().stream().allMatch(member -> beats(member) > before.get(member)));
  }

  /** Waits until all members with a duty have ended in order. */
  void awaitEnd(Action1<Integer> duty) {
    for (Member member : List.copyOf(members)) {
      if (member.duty == duty) {
        join(member);
        assertThat(member.process.exitCode()).as(describe(member)).hasValue(0);
        members.remove(member);
      }
    }
  }

  private void join(Member member) {
    Boolean ended = within("the end of " + member, () -> member.process.join(Rounds.PATIENCE));
    if (!ended) {
      throw hangs("the end of " + member);
    }
  }

  /** Waits until something is so, and none of the members has failed. */
  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Rounds.PATIENCE.toNanos();
    log.calm(true);
    while (!condition.getAsBoolean()) {
      checkMembers();
      onWait.run();
      if (System.nanoTime() - deadline > 0) {
        throw hangs(what);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    log.calm(false);
    checkMembers();
  }

  private void checkMembers() {
    for (Member member : members) {
      if (!log.isEnding() && member.hasEndedByItself()) {
        throw new AssertionError(describe(member), member.process.failure().orElse(null));
      }
    }
  }

  private String describe(Member member) {
    return member
        + " ended with "
        + member.process.exitCode()
        + ", "
        + member.process.failure()
        + " (seed "
        + seed
        + ")";
  }

  /** Does something in this process that must not hang. */
  <T> T within(String what, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "crew-" + what);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(2 * Rounds.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw hangs(what);
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(what + " failed", e);
    }
  }

  private AssertionError hangs(String what) {
    return new AssertionError(
        what
            + " is waited for too long (seed "
            + seed
            + "), killed: "
            + killed
            + "\n"
            + ThreadDumps.of(members));
  }

  @Override
  public void close() {
    members.forEach(Member::kill);
    members.forEach(this::join);
  }
}
