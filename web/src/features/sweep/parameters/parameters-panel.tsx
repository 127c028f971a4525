import { useMemo, useRef, type ReactNode } from 'react';
import { ParallelChart } from '@/charts/parallel/parallel-chart';
import { SaveChart } from '@/charts/save/save-chart';
import { number, plural, threshold } from '@/lib/format';
import { isFraction } from '@/lib/metric-kinds';
import { Empty, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { Segmented } from '@/ui/segmented';
import { useWidth } from '@/ui/use-width';
import { inOrder, orderText } from './axis-order';
import { balancedColumns } from './columns';
import { ParameterScatter } from './parameter-scatter';
import { isMeasured, parallel } from './parameters';
import { spansOf, spanWish } from './selections';
import { usualEnds, zoomedRange } from '@/charts/range';
import { metricKey, parameterKey } from '../model/run-key';
import { runTable } from '../model/run-table';
import { spreads } from '../model/spread';
import { filteredText } from '../model/run-look';
import { useHovered, useSweep } from '../sweep-context';
import { useWhole } from '../use-whole';
import styles from './parameters-panel.module.css';

const NONE: readonly number[] = [];

/** Where in the space the good runs are. */
export function ParametersPanel() {
  const { metric } = useSweep().sweep;
  return metric && <Against metric={metric.name} />;
}

function Against({ metric }: { metric: string }) {
  const { sweep, runs, filtered, bestNumber, chosen, view, setView, pick, select, hover } = useSweep();
  const hovered = useHovered();
  const whole = useWhole();
  const { shown, loading } = filtered;
  const accuracy = isFraction(sweep.metric_kinds, metric);
  const kind = view.space ?? 'scatter';
  const range = useMemo(() => {
    const values = runs.map((run) => run.metrics[metric] ?? Number.NaN);
    return accuracy ? zoomedRange(sweep.thresholds, values) : usualEnds(values);
  }, [runs, metric, accuracy, sweep.thresholds]);
  const { space } = sweep;
  const varied = useMemo(
    () => spreads(kind === 'scatter' ? runs : runs.filter((run) => isMeasured(run, metric)), space),
    [kind, runs, metric, space],
  );
  const all = useMemo(() => ({ sweep, metric, runs, varied, shown, range }), [sweep, metric, runs, varied, shown, range]);
  const standing = useMemo(() => inOrder(varied, view.axes), [varied, view.axes]);
  const lines = useMemo(
    () => (kind === 'parallel' ? parallel({ ...all, varied: standing, bestNumber, chosen }) : null),
    [kind, all, standing, bestNumber, chosen],
  );
  const below = range ? shown.filter((run) => (run.metrics[metric] ?? range[0]) < range[0]).length : 0;
  const above = range ? shown.filter((run) => (run.metrics[metric] ?? range[1]) > range[1]).length : 0;
  const end = (value: number): string => (accuracy ? threshold(value) : number(value));
  const thresholds = accuracy ? sweep.thresholds : NONE;
  return (
    <Panel
      anchor="hyperparameters"
      title={`Hyperparameters against ${metric}`}
      note={[
        ...(shown.length < runs.length && !loading ? [filteredText(shown, runs)] : []),
        ...(range && below > 0 ? [`▼ ${plural(below, 'run')} below ${end(range[0])}`] : []),
        ...(range && above > 0 ? [`▲ ${plural(above, 'run')} above ${end(range[1])}`] : []),
      ].join('; ')}
      actions={
        <>
          <Segmented
            label="Kind of chart"
            value={kind}
            options={[
              { value: 'scatter', label: 'scatter' },
              { value: 'parallel', label: 'parallel coordinates' },
            ]}
            onChange={(value) => setView({ space: value === 'parallel' ? value : undefined })}
          />
          <SaveChart name={`${sweep.name} hyperparameters`} table={async () => runTable(await whole(shown, ['run_id']), [metricKey(sweep, runs, metric), ...varied.map((spread) => parameterKey(spread))])} />
        </>
      }
    >
      {loading && <Loading what="the runs" />}
      {!loading && kind === 'scatter' && varied.length === 0 && <Empty title={sweep.status === 'RUNNING' ? 'No hyperparameter has varied yet' : runs.length === 0 ? 'There are no runs' : 'All runs have the same hyperparameters'} />}
      {!loading && kind === 'scatter' && varied.length > 0 && (
        <Plots count={varied.length}>
          {(width) => varied.map((spread, place) => <ParameterScatter key={spread.name} all={all} spread={spread} place={place} thresholds={thresholds} width={width} />)}
        </Plots>
      )}
      {!loading && lines && (
        <ParallelChart
          parallel={lines}
          label={`Hyperparameters and ${metric} of ${plural(shown.length, 'run')}`}
          note="Drag along an axis to select the runs that pass there; click the axis to release. Drag a name to move its axis."
          empty="No run has a value yet"
          spans={spansOf(runs, view.filter ?? '', lines)}
          onMove={(from, to) => setView({ axes: orderText(varied, standing, from, to) })}
          onSpan={(held, axis, span) => select(spanWish(runs, held, axis, span))}
          hovered={hovered}
          onHover={hover.set}
          onPick={pick}
        />
      )}
    </Panel>
  );
}

/** Small charts side by side, in rows of about the same length. */
function Plots({ count, children }: { count: number; children: (width: number) => ReactNode }) {
  const plots = useRef<HTMLDivElement>(null);
  const width = useWidth(plots);
  const columns = balancedColumns(count, width);
  return (
    <div ref={plots} className={styles.plots} style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
      {children(width / columns)}
    </div>
  );
}
