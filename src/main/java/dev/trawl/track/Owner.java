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

  /** A new owner: this process. */
  public static Owner ofThisProcess() {
    ProcessHandle process = ProcessHandle.current();
    Instant startedAt =
        process
            .info()
            .startInstant()
            .orElseGet(
                () -> Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
    return new Owner(UUID.randomUUID().toString(), thisHost(), process.pid(), startedAt);
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
