package dev.trawl.sweep;

/** A position in a sweep file or an override; line and column count from 1. */
record Place(String file, int line, int column) {}
