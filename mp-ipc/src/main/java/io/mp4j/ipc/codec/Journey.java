package io.mp4j.ipc.codec;

import io.mp4j.ipc.tree.Loan;
import java.util.ArrayList;
import java.util.List;

/**
 * What a message carries of shared memory on its way: each object is held for it, in the name of
 * the process that sends, so that it does not go before it has arrived.
 *
 * <p>Once a message is in a queue or pipe it holds by itself what it carries, and its journey is
 * {@linkplain #handOver handed over}. The sender of one that may be received several times, or
 * whose fate it learns, {@linkplain #end ends} the journey when the message will not be received
 * any more. For one thread at a time.
 */
public final class Journey {
  private List<Loan> loans = List.of();
  private Runnable atEnd = () -> {};

  /** Begins the journey of a message that carries nothing yet. */
  public Journey() {}

  /**
   * Adds a hold.
   *
   * @param loan the hold
   */
  public void carry(Loan loan) {
    if (loans.isEmpty()) {
      loans = new ArrayList<>();
    }
    loans.add(loan);
  }

  /**
   * Lists what the message carries.
   *
   * @return the holds
   */
  public List<Loan> loans() {
    return loans;
  }

  /** The message was put where somebody will take it. */
  public void handOver() {
    loans.forEach(Loan::handOver);
    loans = List.of();
  }

  /**
   * Says what else is to be given back, such as a file that belongs to the message.
   *
   * @param action what to do when this journey {@linkplain #end ends}, once
   */
  public synchronized void atEnd(Runnable action) {
    atEnd = action;
  }

  /** Gives all holds back: the message was not sent, or will not be received any more. */
  public synchronized void end() {
    loans.forEach(Loan::giveBack);
    loans = List.of();
    atEnd.run();
    atEnd = () -> {};
  }
}
