import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RunMetrics } from '@/api/schemas';
import { unitOf } from '@/charts/axes';
import type { ChartState } from '@/charts/chart';
import { stepsOf } from '@/charts/curves';
import { CurvesChart } from '@/charts/curves-chart';
import { curvesTable } from '@/charts/save/curves-table';
import { SaveChart } from '@/charts/save/save-chart';
import { withZoom, zoomOf } from '@/charts/zooms';
import { epochWordOf, stepWordOf, type EpochWord } from '@/lib/epoch-word';
import type { MetricKinds } from '@/lib/metric-kinds';
import { Key } from '@/ui/key';
import { Empty } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { metricsQuery } from '../api/metrics';
import { stateText } from '../model/ending';
import { isUnfinished } from '../missing/missing';
import { accuracyRange, curveCards, hasCurve, measuredKeys, metricCurve, NO_METRICS, notFiniteText, type CurveCard } from './run-curves';
import { useRun } from '../run-context';
import styles from './run-curves-panel.module.css';

const NO_THRESHOLDS: readonly number[] = [];

/** What was measured after each epoch. */
export function RunCurvesPanel() {
  const { run, sweep } = useRun();
  const thresholds = sweep?.thresholds ?? NO_THRESHOLDS;
  const { data, error, refetch } = useQuery(metricsQuery(run.run_id));
  const epochs = Math.max(run.epochs, sweep?.epochs ?? 0);
  const epoch = epochWordOf(run);
  // Until the points are here, the frames of those that the record has.
  const chosen = sweep?.metric?.name;
  const cards = useMemo(() => curveCards(data ? measuredKeys(data) : Object.keys(run.metrics), chosen), [data, run.metrics, chosen]);
  const state: ChartState =
    error && !data ? { kind: 'error', error, retry: () => void refetch() } : { kind: data ? 'ready' : 'loading' };
  const ended = run.ended_at !== null;
  if (data && isUnfinished(run) && !hasCurve(data)) return null;
  if (data && (cards.length === 0 || (ended && !hasCurve(data)))) {
    const recorded = cards.length === 0 ? `No ${epoch} is recorded` : `One ${stepWordOf(run)} was recorded, which makes no curve; its metrics are listed`;
    return (
      <div>
        <Panel title="Curves">
          <Empty title={`${recorded}: ${stateText(run)}`} />
        </Panel>
      </div>
    );
  }
  return (
    <div className={styles.curves} data-testid="curves">
      {cards.map((card) => (
        <MetricChart
          key={card.keys[0]}
          {...card}
          of={`${sweep?.name ?? ''} run ${run.number}`}
          metrics={data ?? NO_METRICS}
          kinds={run.metric_kinds}
          epochs={epochs}
          epoch={epoch}
          thresholds={thresholds}
          state={state}
        />
      ))}
    </div>
  );
}

type ChartProps = CurveCard & {
  /** What a saved picture is called by. */
  of: string;
  metrics: RunMetrics;
  kinds: MetricKinds;
  epochs: number;
  epoch: EpochWord;
  thresholds: readonly number[];
  state: ChartState;
};

function MetricChart({ of, title, keys, prefix = '', metrics, kinds, epochs, epoch, thresholds, state }: ChartProps) {
  const { view, setView } = useRun();
  const chart = encodeURIComponent(keys[0] ?? '');
  const names = useMemo(() => keys.map((key) => key.slice(prefix.length)), [keys, prefix]);
  const curves = useMemo(() => keys.flatMap((key, index) => metricCurve(metrics, key, index, names[index])), [keys, names, metrics]);
  const unit = useMemo(() => {
    const values = curves.flatMap((curve) => curve.points.map(([, value]) => value));
    return unitOf(kinds[keys[0] ?? ''], values);
  }, [keys, kinds, curves]);
  const limits = unit === 'accuracy' ? thresholds : NO_THRESHOLDS;
  const range = useMemo(() => (unit === 'accuracy' ? accuracyRange(curves, limits) : null), [unit, curves, limits]);
  const { word } = stepsOf(curves, epochs, undefined, epoch);
  const note = notFiniteText(metrics, keys, word);
  const shown: ChartState =
    state.kind !== 'ready'
      ? state
      : curves.length === 0
        ? { kind: 'empty', title: note ?? `No ${epoch} is recorded yet` }
        : { kind: 'ready', note };
  return (
    <Panel
      title={title}
      actions={
        <>
          {keys.length > 1 && <Key names={names} />}
          <SaveChart name={`${of} ${title}`} table={() => curvesTable(curves, 'value', epoch)} />
        </>
      }
    >
      <CurvesChart
        state={shown}
        curves={curves}
        unit={unit}
        epochs={epochs}
        epoch={epoch}
        thresholds={limits}
        range={range}
        height={220}
        label={`${keys.join(' and ')} by ${word}`}
        zoom={zoomOf(view.zoom, chart)}
        onZoom={(zoom) => setView({ zoom: withZoom(view.zoom, chart, zoom) })}
      />
    </Panel>
  );
}
