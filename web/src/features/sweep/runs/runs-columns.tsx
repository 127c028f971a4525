import {
  createColumnHelper,
  createPaginatedRowModel,
  createSortedRowModel,
  rowPaginationFeature,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';
import { Link } from '@tanstack/react-router';
import type { Run, Sweep } from '@/api/schemas';
import { beatsChance } from '@/lib/chance';
import { duration, number, parameterText } from '@/lib/format';
import { isFraction, type MetricKinds } from '@/lib/metric-kinds';
import { Accuracy } from '@/ui/accuracy';
import { BandBadge, StatusBadge } from '@/ui/badges';
import { UserText } from '@/ui/user-text';
import { visible } from '@/lib/visible';
import { metricText } from '../model/run-look';
import { isOfFinals } from '../model/best-run';
import { compareValues, numberOrLast, parameterValue, type SortValue } from './sort-values';
import styles from './runs-table.module.css';

export const features = tableFeatures({
  rowSortingFeature,
  rowPaginationFeature,
  sortedRowModel: createSortedRowModel(),
  paginatedRowModel: createPaginatedRowModel(),
});

const helper = createColumnHelper<typeof features, Run>();

/** In this order; what else a run measured follows after the parameters. */
const FIRST_METRICS = ['test_accuracy', 'val_accuracy'];
const OTHER_METRICS = ['train_accuracy', 'val_loss', 'test_loss', 'train_loss'];
const LAST_METRICS = ['learning_rate', 'images_per_second'];

/** The ids are the API's sort keys: `metrics.KEY`, `parameters.NAME`. */
export function runColumns({ thresholds, dataset, metric_kinds: kinds }: Sweep, runs: readonly Run[]) {
  const metricColumn = (name: string) => columnOf(name, kinds);
  const parameters = [...new Set(runs.flatMap((run) => Object.keys(run.parameters)))];
  const measured = new Set(runs.flatMap((run) => Object.keys(run.metrics)));
  const known = [...FIRST_METRICS, ...OTHER_METRICS, ...LAST_METRICS];
  const unknown = [...measured].filter((name) => !known.includes(name)).sort();
  const numbers = new Map(runs.map((run) => [run.run_id, run.number]));
  const numberOf = (id: string | null | undefined) => numbers.get(id ?? '') ?? 'a run';
  const has = (name: string): boolean => measured.has(name);
  return helper.columns([
    sorted('number', 'Run', (run) => run.number, (run) => (
      <Link to="/runs/$runId" params={{ runId: run.run_id }} className={styles.number}>
        {run.number}
        {isOfFinals(run) && <span className={styles.soft}> final of {numberOf(run.parent)}</span>}
        {run.attempt > 1 && <span className={styles.soft}> attempt {run.attempt}</span>}
      </Link>
    )),
    sorted('status', 'Status', (run) => run.status, (run) => (
      <span className={styles.status}>
        <StatusBadge status={run.status} />
        {run.reason !== null && (
          <span className={styles.reason} title={visible(run.reason)}>
            <bdi>{visible(run.reason)}</bdi>
          </span>
        )}
      </span>
    )),
    sorted('band', 'Band', (run) => numberOrLast(run.band), (run) => <BandBadge band={run.band} thresholds={thresholds} />),
    ...FIRST_METRICS.map(metricColumn),
    ...parameters.map(parameterColumn),
    ...[...OTHER_METRICS.filter(has), ...unknown].map(metricColumn),
    sorted('epochs', 'epochs', (run) => run.epochs, (run) => (
      <span>
        {run.epochs}
        {run.best_epoch !== null && beatsChance(run.intervals.val_accuracy, dataset?.labels.length ?? 0) && (
          <span className={styles.soft}> best {run.best_epoch}</span>
        )}
      </span>
    )),
    sorted('seconds', 'time', (run) => numberOrLast(run.seconds), (run) => duration(run.seconds)),
    sorted('metrics.images_per_second', 'images/s', (run) => numberOrLast(run.metrics.images_per_second), (run) =>
      speedText(run.metrics.images_per_second),
    ),
  ]);
}

function speedText(imagesPerSecond: number | null | undefined): string {
  return number(imagesPerSecond && Math.round(imagesPerSecond));
}

/** Accuracies are looked at from the best, everything else from the least. */
function columnOf(name: string, kinds: MetricKinds) {
  const isAccuracy = isFraction(kinds, name);
  const cell = (run: Run): React.ReactNode =>
    isAccuracy ? (
      <Accuracy value={run.metrics[name]} interval={run.intervals[name]} />
    ) : (
      metricText(kinds, name, run.metrics[name])
    );
  return sorted(`metrics.${name}`, name, (run) => numberOrLast(run.metrics[name]), cell, isAccuracy);
}

function parameterColumn(name: string) {
  return sorted(`parameters.${name}`, name, (run) => parameterValue(run.parameters[name]), (run) => (
    <UserText cut text={parameterText(run.parameters[name])} />
  ));
}

function sorted(
  id: string,
  header: string,
  value: (run: Run) => SortValue,
  cell: (run: Run) => React.ReactNode,
  fromTheBest = id === 'band' || id === 'metrics.images_per_second',
) {
  return helper.accessor(value, {
    id,
    header: () => <UserText cut text={header} />,
    sortUndefined: 'last',
    sortDescFirst: fromTheBest,
    sortFn: (a, b, column) => compareValues(a.getValue<SortValue>(column), b.getValue<SortValue>(column)),
    cell: ({ row }) => cell(row.original),
  });
}
