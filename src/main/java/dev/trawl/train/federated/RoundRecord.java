package dev.trawl.train.federated;

import java.util.List;

/**
 * Who took part in a round, and whose update counted for nothing or little.
 *
 * @param round from 1
 * @param clients who were asked, ascending
 * @param rejected whose update was left out
 * @param outvoted whose update the others' median or trimmed mean left far behind
 */
public record RoundRecord(
    int round, List<Integer> clients, List<Finding> rejected, List<Finding> outvoted) {

  /** Why. */
  public record Finding(int client, String reason) {}

  public RoundRecord {
    clients = List.copyOf(clients);
    rejected = List.copyOf(rejected);
    outvoted = List.copyOf(outvoted);
  }
}
