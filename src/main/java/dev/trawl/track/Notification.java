package dev.trawl.track;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell somebody.
 *
 * @param key what it says of what: each key is told once
 * @param channel whereto, as the sweep file or the server has it
 * @param payload what is sent
 * @param attempts how often sending it was tried
 * @param failure why the last try failed; null otherwise
 * @param dueAt not before; null once it is sent or given up
 * @param sentAt null until then
 */
public record Notification(
    String key,
    String channel,
    String payload,
    int attempts,
    @Nullable String failure,
    Instant createdAt,
    @Nullable Instant dueAt,
    @Nullable Instant sentAt) {}
