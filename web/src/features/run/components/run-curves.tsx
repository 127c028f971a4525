import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RunDetail, RunMetrics, Sweep } from '@/api/schemas';
import type { Unit } from '@/charts/axes';
import type { ChartState } from '@/charts/chart';
import { CurvesChart } from '@/charts/curves-chart';
import { Panel } from '@/ui/panel';
import { metricsQuery } from '../api/run-parts';
import { accuracyRange, firstNotFinite, metricCurve } from '../model/run-curves';
import { Key } from './key';
import styles from './run-page.module.css';

type Props = { run: RunDetail; sweep: Sweep | undefined; thresholds: readonly number[] };

const CHARTS: readonly { title: string; unit: Unit; keys: readonly string[] }[] = [
  { title: 'Accuracy', unit: 'accuracy', keys: ['val_accuracy', 'train_accuracy'] },
  { title: 'Loss', unit: 'loss', keys: ['val_loss', 'train_loss'] },
  { title: 'Learning rate', unit: 'rate', keys: ['learning_rate'] },
  { title: 'Speed', unit: 'speed', keys: ['images_per_second'] },
];

const NOTHING: RunMetrics = { run_id: '', metrics: {} };

/** What was measured after each epoch. */
export function RunCurves({ run, sweep, thresholds }: Props) {
  const { data, error, refetch } = useQuery(metricsQuery(run.run_id));
  const epochs = Math.max(run.epochs, sweep?.epochs ?? 0);
  return (
    <div className={styles.curves} data-testid="curves">
      {CHARTS.map((chart) => (
        <MetricChart
          key={chart.title}
          {...chart}
          metrics={data ?? NOTHING}
          epochs={epochs}
          thresholds={chart.unit === 'accuracy' ? thresholds : NO_THRESHOLDS}
          state={
            error && !data
              ? { kind: 'error', error, retry: () => void refetch() }
              : data
                ? { kind: 'ready' }
                : { kind: 'loading' }
          }
        />
      ))}
    </div>
  );
}

const NO_THRESHOLDS: readonly number[] = [];

type ChartProps = {
  title: string;
  unit: Unit;
  keys: readonly string[];
  metrics: RunMetrics;
  epochs: number;
  thresholds: readonly number[];
  state: ChartState;
};

function MetricChart({ title, unit, keys, metrics, epochs, thresholds, state }: ChartProps) {
  const curves = useMemo(() => keys.flatMap((key, index) => metricCurve(metrics, key, index)), [keys, metrics]);
  const range = useMemo(
    () => (unit === 'accuracy' ? accuracyRange(curves, thresholds) : null),
    [unit, curves, thresholds],
  );
  const broken = unit === 'loss' ? firstNotFinite(metrics) : null;
  const shown: ChartState =
    state.kind !== 'ready'
      ? state
      : curves.length === 0
        ? { kind: 'empty', title: 'No epoch is recorded yet' }
        : { kind: 'ready', note: broken && `${broken.key} is not a finite number from epoch ${broken.step} on.` };
  return (
    <Panel title={title} actions={keys.length > 1 && <Key names={keys} />}>
      <CurvesChart
        state={shown}
        curves={curves}
        unit={unit}
        epochs={epochs}
        thresholds={thresholds}
        range={range}
        height={220}
        label={`${keys.join(' and ')} by epoch`}
      />
    </Panel>
  );
}
