package dev.trawl.report;

/**
 * A picture in the report.
 *
 * @param svg its elements
 * @param note what isn't drawn; empty when all is
 */
record Chart(String title, String svg, String note) {}
