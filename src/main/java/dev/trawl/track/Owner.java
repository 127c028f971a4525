package dev.trawl.track;

import java.time.Instant;

/**
 * The process that runs a sweep.
 *
 * @param id random, so that two owners never compare equal
 * @param host the machine's name
 * @param pid the process's id on that machine
 * @param startedAt when that process started: a later process with the same pid is another one
 */
public record Owner(String id, String host, long pid, Instant startedAt) {}
