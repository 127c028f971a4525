package dev.trawl.train.federated;

/**
 * What a client is sent: with the client's images, all that decides its answer.
 *
 * @param seed the run's
 * @param round from 1
 * @param weights all of the network's, batch statistics among them; not copied, so don't change
 *     them
 * @param learningRate of the client's steps
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes: passed on, never compared.
public record RoundOrder(long seed, int round, float[] weights, double learningRate) {}
