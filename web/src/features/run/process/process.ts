import type { ProcessUsage, Run, RunMetrics } from '@/api/schemas';
import type { Unit } from '@/charts/axes';
import type { Curve } from '@/charts/curves';
import type { Table } from '@/charts/save/csv';

/** Some values by the seconds since the run began. */
export type TimeChart = { title: string; unit: Unit; curves: Curve[] };

type Sample = ProcessUsage['samples'][number];
type Begun = Pick<Run, 'created_at' | 'started_at'>;

/** What to draw of a run's process, without what has fewer than two points. */
export function timeCharts(usage: ProcessUsage, run: Begun, metrics?: RunMetrics): TimeChart[] {
  const began = beginOf(run);
  const sampled = (name: string, index: number, value: (sample: Sample) => number | null): Curve =>
    curveOf(name, index, usage.samples.map((sample) => [sample.at - began, value(sample)]));
  const speed = (metrics?.metrics.images_per_second ?? []).flatMap(({ timestamp, value }) =>
    timestamp === undefined ? [] : [[Date.parse(timestamp) - began, value] as const],
  );
  const charts: TimeChart[] = [
    {
      title: 'Memory of the process',
      unit: 'bytes',
      curves: [sampled('beside the heap', 0, ({ native_bytes: beside }) => beside), sampled('Java’s heap', 1, ({ heap_bytes: heap }) => heap)],
    },
    { title: 'Cores of the process', unit: 'cores', curves: [sampled('cores', 0, ({ cores }) => cores)] },
    { title: 'Speed of this run', unit: 'speed', curves: [curveOf('images_per_second', 0, speed)] },
  ];
  return charts
    .map((chart) => ({ ...chart, curves: chart.curves.filter(({ points }) => points.length > 1) }))
    .filter(({ curves }) => curves.length > 0);
}

function beginOf({ started_at: started, created_at: created }: Begun): number {
  return Date.parse(started ?? created);
}

/** Without what is not known or not finite. */
function curveOf(name: string, look: number, values: readonly (readonly [milliseconds: number, value: number | null])[]): Curve {
  const points = values.flatMap(([at, value]) => (value === null || !Number.isFinite(value) ? [] : [[Math.max(0, Math.round(at / 100) / 10), value] as const]));
  return { id: name, name, shortName: name, details: () => [], points, look, emphasis: 'strong' };
}

/** A row a sample, as they were recorded. */
export function usageTable({ samples }: ProcessUsage): Table {
  return {
    head: ['at', 'heap_bytes', 'native_bytes', 'cores'],
    rows: samples.map(({ at, heap_bytes: heap, native_bytes: beside, cores }) => [new Date(at).toISOString(), heap, beside ?? '', cores]),
  };
}
