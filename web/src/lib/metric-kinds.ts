/** What a metric measures, as the server says; of one that it does not know nothing is guessed from its name. */
export type MetricKind = {
  goal: 'minimize' | 'maximize' | null;
  unit: 'fraction' | 'nats' | 'rate' | 'images_per_second' | 'bytes' | 'count' | 'seconds' | 'plain';
};

/** By the metrics' names. */
export type MetricKinds = Readonly<Record<string, MetricKind>>;

/** Whether a metric is a fraction of the images: an accuracy, written in per cent. */
export function isFraction(kinds: MetricKinds, metric: string): boolean {
  return kinds[metric]?.unit === 'fraction';
}
