/**
 * A run as rounds over simulated clients: who has which images, what a client does in a round, and
 * what the server makes of what comes back.
 *
 * <p>Open {@code Server} first: its {@code step} is a round's end. A client's round is a value in
 * (the weights) and a value out ({@code ClientAnswer}), decided by these, the client's images and
 * the run's seed alone, so that it could be done anywhere; {@code LocalClients} does it on threads.
 * Belongs to {@code train}.
 */
@NullMarked
package dev.trawl.train.federated;

import org.jspecify.annotations.NullMarked;
