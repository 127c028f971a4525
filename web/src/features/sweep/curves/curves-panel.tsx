import { useMemo } from 'react';
import type { NumberedCurves } from '@/api/curve-columns';
import type { ChartState } from '@/charts/chart';
import { stepsOf } from '@/charts/curves';
import { CurvesChart } from '@/charts/curves-chart';
import { curvesTable } from '@/charts/save/curves-table';
import { SaveChart } from '@/charts/save/save-chart';
import { isSpread, type ValueScale } from '@/charts/value-scale';
import { plural } from '@/lib/format';
import { MetricChoice } from '@/ui/metric-choice';
import { Key } from '@/ui/key';
import { Empty } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { Segmented } from '@/ui/segmented';
import { Select } from '@/ui/select';
import { Slider } from '@/ui/slider';
import { filteredText, idOf } from '../model/run-look';
import { membersWish } from '../model/members-wish';
import { parameterKey } from '../model/run-key';
import { spreads } from '../model/spread';
import { withZoom, zoomOf } from '@/charts/zooms';
import { useHovered, useSweep } from '../sweep-context';
import styles from './curves-panel.module.css';
import { curveMetrics, firstMetric } from './curves';
import { drawnCurves } from './drawn-curves';
import { GROUPS_DRAWN, SAME_SETTINGS } from './groups';
import { missing } from './missing';
import { useCurves } from './use-curves';

const NO_CURVES: NumberedCurves['runs'] = new Map();

/** One metric of every run, or its mean over groups of them, by epoch. */
export function CurvesPanel() {
  const { sweep, runs, waiting, filtered, epoch, bestNumber, chosen, view, setView, pick, select, hover } = useSweep();
  const hovered = useHovered();
  const { shown, loading } = filtered;
  const { space } = sweep;
  const known = useMemo(() => curveMetrics(runs), [runs]);
  const metric = view.metric ?? firstMetric(sweep, known);
  const groupable = useMemo(
    () => spreads(runs, space).filter((spread) => spread.kind === 'categories' && spread.names.length <= GROUPS_DRAWN).map((spread) => parameterKey(spread)),
    [space, runs],
  );
  const group = view.group === SAME_SETTINGS ? null : groupable.find(({ key }) => key === view.group);
  const { data, error, refetch } = useCurves(metric, group !== undefined);
  const { smooth = 0, range: wanted = 'zoom' } = view;
  const drawing = useMemo(
    () => drawnCurves({ sweep, runs: shown, metrics: data ?? { key: metric, runs: NO_CURVES }, bestNumber, chosen, group, smooth, reach: wanted }),
    [sweep, shown, data, metric, bestNumber, chosen, group, smooth, wanted],
  );
  const { curves, unit, range, members } = drawing;
  // A program's own runs in a sweep of Trawl's may have more.
  const epochs = useMemo(() => runs.reduce((most, run) => Math.max(most, run.epochs), sweep.epochs), [runs, sweep.epochs]);
  const accuracy = unit === 'accuracy';
  const logged = accuracy || unit === 'loss' || (unit === 'plain' && isSpread(curves.flatMap(({ points }) => points.map(([, value]) => value))));
  const scaled = logged || drawing.scaled;
  const scale: ValueScale = wanted !== 'log' || !logged ? 'linear' : accuracy ? 'error' : 'log';
  const { word } = stepsOf(curves, epochs, undefined, epoch);
  // What is over and measured nothing never will.
  const never = !waiting && known.length === 0 && sweep.status !== 'RUNNING';
  const chart = `curves/${metric}/${scale}`;
  const selectRuns = (ids: readonly string[]) => {
    const within = new Set(members ? ids.flatMap((id) => members.get(id) ?? []) : ids);
    const meant = runs.filter((run) => within.has(idOf(run)));
    if (meant.length > 0) select([membersWish(meant, group)]);
  };
  const state = chartState();
  const lit = members ? ([...members].find(([, ids]) => hovered !== null && ids.includes(hovered))?.[0] ?? null) : hovered;
  if (never) {
    return (
      <Panel title="Curves" anchor="curves">
        <Empty title="No run has measured anything" />
      </Panel>
    );
  }
  return (
    <Panel
      title="Curves"
      anchor="curves"
      note={
        <>
          {members ? (smooth > 0 ? 'smoothed means' : 'mean ± standard deviation') : ''}
          {shown.length < runs.length && !loading ? `${members ? ', ' : ''}${filteredText(shown, runs)}` : ''}
        </>
      }
      actions={
        <>
          <MetricChoice value={metric} known={known} onChange={(value) => setView({ metric: value })} />
          {scaled && (
            <Segmented
              label="Scale"
              value={wanted}
              options={[
                { value: 'zoom', label: 'zoomed' },
                { value: 'full', label: 'full' },
                ...(logged ? [{ value: 'log', label: accuracy ? 'log error' : 'log' } as const] : []),
              ]}
              onChange={(value) => setView({ range: value === 'zoom' ? undefined : value })}
            />
          )}
          <Select
            label="Lines"
            value={view.group ?? ''}
            options={[
              { value: '', label: 'a line a run' },
              { value: SAME_SETTINGS, label: 'mean over seeds' },
              ...groupable.map(({ key, name }) => ({ value: key, label: `mean by ${name}` })),
            ]}
            onChange={(value) => setView({ group: value === '' ? undefined : value })}
            narrow
          />
          <SaveChart name={`${sweep.name} ${metric} by ${epoch}`} table={() => curvesTable(drawing.measured, metric, epoch)} />
        </>
      }
    >
      <div className={styles.chart} data-testid="curves">
        {members && curves.length > 0 && <Key names={curves.map(({ name }) => name)} onPick={(place) => selectRuns(curves.slice(place, place + 1).map(({ id }) => id))} />}
        <CurvesChart
          state={state}
          curves={curves}
          unit={unit}
          epochs={epochs}
          epoch={epoch}
          thresholds={accuracy ? sweep.thresholds : []}
          range={range}
          scale={scale}
          height={shown.length === runs.length && state.kind === 'empty' ? 0 : 360}
          label={`${metric} by ${word} of ${members ? plural(curves.length, 'group') : plural(curves.filter(({ summary }) => !summary).length, 'run')}; the same runs stand in the table below`}
          onPick={members ? (id) => selectRuns([id]) : pick}
          hovered={lit}
          onHover={members ? () => undefined : hover.set}
          onBox={selectRuns}
          zoom={zoomOf(view.zoom, chart)}
          onZoom={(zoom) => setView({ zoom: withZoom(view.zoom, chart, zoom) })}
        />
        {curves.length > 0 && <div className={styles.foot} data-unsaved>
          <p>Click a line to {members ? 'select its runs' : 'choose its run'}, drag a box to select, with Shift to zoom.</p>
          <Slider label="Smoothing" value={smooth} max={0.95} step={0.05} onChange={(value) => setView({ smooth: value === 0 ? undefined : value })} />
        </div>}
      </div>
    </Panel>
  );

  function chartState(): ChartState {
    if (error && !data) return { kind: 'error', error, retry: () => void refetch() };
    if (!data || loading) return { kind: 'loading' };
    if (curves.length === 0) return { kind: 'empty', title: emptyTitle() };
    return { kind: 'ready', note: missing(drawing, scale, word) };
  }

  function emptyTitle(): string {
    if (known.length > 0 && !known.includes(metric)) return `No run has ${metric}`;
    if (view.group === SAME_SETTINGS) return 'No two of the runs have the same settings: finals train the best with new seeds';
    return shown.length < runs.length ? `No run that matches has ${epoch === 'round' ? 'a round' : 'an epoch'}` : sweep.status !== 'RUNNING' && known.includes(metric) ? `No run has a finite ${metric}` : `No ${epoch} is recorded yet`;
  }
}
