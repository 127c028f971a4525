package dev.trawl.track;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.UUID;

/**
 * The process that runs a sweep.
 *
 * @param id random, so that two owners never compare equal
 * @param host the machine's name
 * @param pid the process's id on that machine
 * @param startedAt when that process started: a later process with the same pid is another one
 */
public record Owner(String id, String host, long pid, Instant startedAt) {

  /** Once: it is derived from the machine's clock, which may be set later. */
  private static final Instant START =
      ProcessHandle.current()
          .info()
          .startInstant()
          .orElseGet(
              () -> Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));

  /** A new owner: this process. */
  public static Owner ofThisProcess() {
    long pid = ProcessHandle.current().pid();
    return new Owner(UUID.randomUUID().toString(), thisHost(), pid, START);
  }

  /** Who runs this process, as the system calls them. */
  public static String thisUser() {
    return System.getProperty("user.name", "unknown");
  }

  /** What {@link #host} is on this machine. */
  public static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost"; // a machine without a name of its own
    }
  }
}
