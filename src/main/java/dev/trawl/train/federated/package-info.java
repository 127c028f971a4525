/**
 * A run as rounds over simulated clients: who has which images, what a client does in a round, and
 * what the server makes of what comes back.
 *
 * <p>Open {@code FederatedRounds} first: its {@code round} is a whole round. What a client does in
 * one is a value in ({@code RoundOrder}) and a value out ({@code ClientAnswer}), decided by the
 * order and the client's images alone, so that it could be done anywhere; {@code LocalClients} does
 * it on threads. Belongs to {@code train}.
 */
@NullMarked
package dev.trawl.train.federated;

import org.jspecify.annotations.NullMarked;
