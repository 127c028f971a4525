package dev.trawl.train;

/** Which part of a sweep's runs this machine has, and so what it needs for them. */
public enum Part {
  /** All of them. */
  RUNS,
  /** None: they train elsewhere. Whether this machine could train any isn't asked. */
  NOTHING,
  /** Of federated runs the servers, whose clients train elsewhere. */
  SERVERS,
  /** Of federated runs clients, each on one thread; of others the whole. */
  CLIENTS
}
