import { NO_VALUES } from '@/api/records-of';
import type { RunMetrics } from '@/api/schemas';
import { accuracyFoot } from '@/charts/axes';
import type { Curve } from '@/charts/curves';
import { byName, ONCE, SIZE } from '@/lib/metric-order';

/** What one card draws. */
export type CurveCard = {
  title: string;
  /** Drawn together, in this order. */
  keys: readonly string[];
  /** What their names begin with and the title says. */
  prefix?: string;
};

const TOGETHER: readonly CurveCard[] = [
  { title: 'Accuracy', keys: ['val_accuracy', 'train_accuracy'] },
  { title: 'Loss', keys: ['val_loss', 'train_loss'] },
  { title: 'Learning rate', keys: ['learning_rate'] },
  { title: 'Speed', keys: ['images_per_second'] },
  {
    title: 'Accuracy by client',
    keys: ['client_accuracy_p90', 'client_accuracy_median', 'client_accuracy_p10', 'client_accuracy_worst'],
    prefix: 'client_accuracy_',
  },
  { title: 'Clients in a round', keys: ['clients_asked', 'clients_rejected', 'clients_outvoted'], prefix: 'clients_' },
  { title: 'Bytes in a round', keys: ['bytes_down', 'bytes_up'], prefix: 'bytes_' },
];
/** Of a run whose points aren't here yet. */
export const NO_METRICS: RunMetrics = { run_id: '', metrics: NO_VALUES };

/**
 * A card for all that a run measured; what only its own program knows follows by name, a card each.
 *
 * @param chosen what the sweep chooses by: where only its program knows it, it comes first
 */
export function curveCards(keys: readonly string[], chosen?: string): CurveCard[] {
  const together = TOGETHER.map((card) => ({ ...card, keys: card.keys.filter((key) => keys.includes(key)) }));
  const known = [...TOGETHER.flatMap((card) => card.keys), ...ONCE, SIZE];
  const own = keys.filter((key) => !known.includes(key)).sort(byName);
  const cards = own.map((key) => ({ title: key || 'without a name', keys: [key] }));
  const first = cards.filter(({ title }) => title === chosen);
  return [...first, ...together.filter((card) => card.keys.length > 0), ...cards.filter((card) => !first.includes(card))];
}

/** The metrics that have a point, finite or not. */
export function measuredKeys({ metrics }: RunMetrics): string[] {
  return Object.entries(metrics).flatMap(([key, points]) => (points.length > 0 ? [key] : []));
}

/** Whether any metric has two points: one is no curve. */
export function hasCurve({ metrics }: RunMetrics): boolean {
  return Object.values(metrics).some((points) => points.length > 1);
}

/** One metric of a run as a line with this name; empty where nothing finite was recorded. */
export function metricCurve(metrics: RunMetrics, key: string, colour: number, name = key): Curve[] {
  const points = (metrics.metrics[key] ?? [])
    .filter(({ value }) => Number.isFinite(value))
    .map(({ step, value }) => [step, value] as const);
  if (points.length === 0) return [];
  return [{ id: key, name, shortName: name, details: () => [], points, look: colour, emphasis: 'strong' }];
}

/** From a little under the worst of the later epochs, so that the thresholds can be read; never above the first. */
export function accuracyRange(curves: readonly Curve[], thresholds: readonly number[]): readonly [number, number] {
  const values = curves.flatMap((curve) => curve.points.slice(Math.min(1, curve.points.length - 1)).map(([, value]) => value));
  const least = Math.min(...values, ...(thresholds.length > 0 ? [(thresholds[0] ?? 1) - 0.01] : [1]));
  const step = least < 0.8 ? 0.1 : 0.01;
  return [accuracyFoot(Math.max(0, Number((Math.floor(least / step - 0.5) * step).toFixed(2)))), 1];
}

/**
 * What is said of values that can't be drawn, of the first of these metrics that has some; null where none has.
 *
 * @param word what its points are counted by: "epoch"
 */
export function notFiniteText({ metrics }: RunMetrics, keys: readonly string[], word: string): string | null {
  for (const key of keys) {
    const points = metrics[key] ?? [];
    const first = points.findIndex(({ value }) => !Number.isFinite(value));
    const begins = points[first];
    if (!begins) continue;
    const said = `${key} is not a finite number`;
    const lost = points.filter(({ value }) => !Number.isFinite(value)).length;
    if (lost === points.length - first) return `${said} from ${word} ${begins.step} on.`;
    return lost === 1 ? `${said} at ${word} ${begins.step}.` : `${said} ${lost} times, first at ${word} ${begins.step}.`;
  }
  return null;
}
