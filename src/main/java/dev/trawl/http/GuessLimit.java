package dev.trawl.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long the answer to a wrong token waits: after some that are free, each address, and all of
 * them together, get so many answers a second. The right token never waits. Who hangs up early can
 * try more often, with a new connection each time: against that a token is long. Safe for use by
 * many threads.
 */
final class GuessLimit {
  static final Duration LONGEST = Duration.ofSeconds(10);

  private static final Rate OF_ADDRESS = new Rate(10, Duration.ofMillis(500));
  private static final Rate OF_ALL = new Rate(100, Duration.ofMillis(50));
  private static final int MOST_ADDRESSES = 10_000;

  /**
   * @param free answers at once, earned again one each interval
   */
  private record Rate(int free, Duration interval) {
    /** When all answers so far are paid for, and one more. */
    long next(long paid, long now) {
      long next = Math.max(paid, now - free * interval.toNanos()) + interval.toNanos();
      return Math.min(next, now + LONGEST.toNanos());
    }
  }

  private final LongSupplier nanoTime;
  private final Map<String, Long> paid = new LinkedHashMap<>(16, 0.75f, true); // guarded by this
  private long paidByAll; // guarded by this

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  GuessLimit(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    paidByAll = nanoTime.getAsLong() - TimeUnit.DAYS.toNanos(1);
  }

  /** For a wrong token from this address; zero to {@link #LONGEST}. */
  synchronized Duration delay(String address) {
    long now = nanoTime.getAsLong();
    String network = network(address);
    long before = paid.getOrDefault(network, now - TimeUnit.DAYS.toNanos(1));
    long next = OF_ADDRESS.next(before, now);
    paid.put(network, next);
    if (paid.size() > MOST_ADDRESSES) {
      paid.remove(paid.keySet().iterator().next()); // The one that has been quiet for longest.
    }
    paidByAll = OF_ALL.next(paidByAll, now);
    return Duration.ofNanos(Math.max(0, Math.max(next, paidByAll) - now));
  }

  /** One machine can have all addresses of an IPv6 network of 64 bits. */
  private static String network(String address) {
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return Arrays.toString(bytes.length > 8 ? Arrays.copyOf(bytes, 8) : bytes);
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
