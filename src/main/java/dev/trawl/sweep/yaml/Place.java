package dev.trawl.sweep.yaml;

/** A position in a sweep file or an override; line and column count from 1. */
public record Place(String file, int line, int column) {}
