package dev.trawl.search;

import dev.trawl.track.RungRank;

/**
 * A paused run goes on from where it waits.
 *
 * @param run its number
 * @param rank why, at the rung where it waits
 */
public record Promotion(int run, RungRank rank) {}
