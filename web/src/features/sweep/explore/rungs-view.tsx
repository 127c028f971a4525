import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { ScatterChart } from '@/charts/scatter-chart';
import type { ChartState } from '@/charts/chart';
import { count, plural } from '@/lib/format';
import { metricText } from '@/lib/metric-text';
import table from '@/ui/data-table.module.css';
import { ScrollFrame } from '@/ui/scroll-frame';
import { useWidth } from '@/ui/use-width';
import { decisionsQuery } from '../api/decisions';
import { isWithin } from '@/charts/zoom';
import { withZoom, zoomOf } from '@/charts/zooms';
import { useHovered, useSweep } from '../sweep-context';
import { atRungs, rungDots, rungsOf } from './rungs';

const HEIGHT = 300;
const CHART = 'explore/rungs';

/** Who went on, waited or was stopped at which rung, and what was needed there. */
export function RungsView() {
  const { sweep, filtered, epoch, bestNumber, chosen, view, setView, pick, select, hover } = useSweep();
  const { shown } = filtered;
  const hovered = useHovered();
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const { data, error, refetch } = useQuery(decisionsQuery(sweep.sweep_id));
  const all = useMemo(() => atRungs(data ?? [], shown), [data, shown]);
  const scatter = useMemo(() => rungDots({ sweep, epoch, bestNumber, chosen }, all), [sweep, epoch, bestNumber, chosen, all]);
  const rungs = useMemo(() => rungsOf(all), [all]);
  const state = (): ChartState => {
    if (error && !data) return { kind: 'error', error, retry: () => void refetch() };
    if (!data) return { kind: 'loading' };
    if (all.length > 0) return { kind: 'ready', note: '▲ goes on, ● waits, ■ stopped; a stroke is what was needed.' };
    return { kind: 'empty', title: data.some(({ rank }) => rank !== null) ? 'No run that matches was compared at a rung' : 'No run was compared at a rung: the sweep stops none early' };
  };
  return (
    <div ref={frame} data-testid="explore">
      <ScatterChart
        state={state()}
        scatter={scatter}
        thresholds={[]}
        label={`Decisions at ${plural(rungs.length, 'rung')}; the table below counts them`}
        width={width}
        height={HEIGHT}
        onPick={pick}
        onBox={({ x, y }) => {
          const numbers = all.flatMap(({ run, rung, value }) => (isWithin(rungs.findIndex((each) => each.rung === rung), x) && isWithin(value, y) ? [String(run.number)] : []));
          if (numbers.length > 0) select([{ key: 'number', literals: [...new Set(numbers)] }]);
        }}
        zoom={zoomOf(view.zoom, CHART)}
        onZoom={(zoom) => setView({ zoom: withZoom(view.zoom, CHART, zoom) })}
        hovered={hovered}
        onHover={hover.set}
      />
      {rungs.length > 0 && (
        <ScrollFrame label="Rungs, scrollable">
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col" className={table.number}>After {epoch}</th>
                {COLUMNS.map((fate) => <th key={fate} scope="col" className={table.number}>{fate}</th>)}
                <th scope="col" className={table.number}>Needed at last</th>
              </tr>
            </thead>
            <tbody>
              {rungs.map(({ rung, fates, needed }) => (
                <tr key={rung}>
                  <th scope="row" className={table.number}>{count(rung)}</th>
                  {COLUMNS.map((fate) => <td key={fate} className={table.number}>{count(fates[fate])}</td>)}
                  <td className={table.number}>{metricText(sweep.metric_kinds, sweep.metric?.name ?? '', needed)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollFrame>
      )}
    </div>
  );
}

const COLUMNS = ['goes on', 'waits', 'stopped'] as const;
