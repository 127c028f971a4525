package dev.trawl.runner;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What this process uses of the machine. Safe for use by many threads. */
final class ProcessMeter {
  /** Linux has it; other systems tell a process less. */
  private static final Path STATUS = Path.of("/proc/self/status");

  private static final String RESIDENT = "VmRSS:";

  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** What Java's objects take, in bytes, those that are not collected yet among them. */
  long heapBytes() {
    return memory.getHeapMemoryUsage().getUsed();
  }

  /**
   * What the process has in memory beside Java's heap, in bytes: what is computed on natively,
   * code, threads. Empty where the system doesn't tell.
   */
  OptionalLong nativeBytes() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .map(resident -> Math.max(0, resident - memory.getHeapMemoryUsage().getCommitted()))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** The time that all its threads have computed, in nanoseconds. */
  long computedNanos() {
    return system.getProcessCpuTime();
  }
}
