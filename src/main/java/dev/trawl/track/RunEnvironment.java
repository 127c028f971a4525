package dev.trawl.track;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where and with what an attempt of a run was trained from a moment on: an attempt that is resumed,
 * maybe elsewhere, has several.
 *
 * @param entries host, processor, versions and what else the result depends on, by name
 */
public record RunEnvironment(Instant beganAt, Map<String, String> entries) {
  /** The machine's name, among the entries. */
  public static final String HOST = "host";

  /** The type of its processor, among the entries. */
  public static final String PROCESSOR = "processor";

  /** The machines of a federated run's clients, among the entries, where those are elsewhere. */
  public static final String CLIENT_HOSTS = "client_hosts";

  /** Their types of processors, likewise. */
  public static final String CLIENT_PROCESSORS = "client_processors";

  /** How each vertex of the network is computed, among the entries, one line each. */
  public static final String PLAN = "plan";

  public RunEnvironment {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** What runs the network, then how each of its vertices is computed; empty where not recorded. */
  public List<String> plan() {
    return entries.containsKey(PLAN) ? entries.get(PLAN).lines().toList() : List.of();
  }
}
