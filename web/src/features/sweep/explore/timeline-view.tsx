import { useMemo } from 'react';
import { TimelineChart, type TimelineBar } from '@/charts/timeline-chart';
import { withZoom, zoomOf } from '@/charts/zooms';
import { plural } from '@/lib/format';
import { idOf, runDetails, runLook, runName } from '../model/run-look';
import { useHovered, useSweep } from '../sweep-context';
import { timeline } from './timeline';

const CHART = 'timeline';

/** Asked for once a render: bars of what runs are as long as the last news. */
export function TimelineView() {
  const { sweep, runs, filtered, chosen, pick, hover, view, setView } = useSweep();
  const { shown } = filtered;
  const hovered = useHovered();
  const { bars, lanes, left } = useMemo(() => {
    const { stretches, ...rest } = timeline(runs, shown, lastNews(runs));
    const drawn = stretches.map(({ run, lane, from, to }): TimelineBar => ({
      id: idOf(run),
      name: runName(run),
      label: String(run.number),
      details: () => runDetails(run),
      lane,
      from,
      to,
      look: runLook(run, sweep.thresholds, chosen),
      broken: run.status !== 'FINISHED' && run.status !== 'RUNNING',
    }));
    return { bars: drawn, ...rest };
  }, [runs, shown, sweep.thresholds, chosen]);
  return (
    <TimelineChart
      bars={bars}
      lanes={lanes}
      label={`When ${plural(bars.length, 'run')} were trained`}
      note={`A lane is a place that was free for a run; which worker had it is not recorded. Pale and dashed: pruned, failed or stopped.${left > 0 ? ` ${plural(left, 'earlier run')} not drawn.` : ''}`}
      empty="No run has begun yet"
      hovered={hovered}
      onHover={hover.set}
      onPick={pick}
      zoom={zoomOf(view.zoom, CHART)}
      onZoom={(zoom) => setView({ zoom: withZoom(view.zoom, CHART, zoom) })}
    />
  );
}

/** The latest moment that the runs tell of. */
function lastNews(runs: readonly { started_at: string | null; ended_at: string | null; seconds: number }[]): number {
  return runs.reduce((last, { started_at: start, ended_at: end, seconds }) => {
    const begun = start === null ? 0 : Date.parse(start) + seconds * 1000;
    return Math.max(last, end === null ? begun : Date.parse(end));
  }, 0);
}
