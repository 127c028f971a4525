/**
 * Tells people what becomes of a sweep: webhooks that the sweep file names.
 *
 * <p>Open {@link dev.trawl.notify.Announcements} first: what is told of a sweep, derived from its
 * records and posted to the store's outbox. {@link dev.trawl.notify.Dispatcher} sends what is
 * there, again and again until it is taken. Uses {@code sweep}, {@code track}, {@code analysis} and
 * {@code wire}.
 */
@NullMarked
package dev.trawl.notify;

import org.jspecify.annotations.NullMarked;
