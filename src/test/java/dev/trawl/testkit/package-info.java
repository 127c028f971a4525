/** What the tests of several rooms share. Read {@link dev.trawl.testkit.JavaProcess} first. */
@org.jspecify.annotations.NullMarked
package dev.trawl.testkit;
