package dev.trawl.report;

/** A name and what stands beside it. */
record Fact(String name, String value) {}
