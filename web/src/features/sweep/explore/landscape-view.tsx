import { useMemo, useRef } from 'react';
import { ScatterChart } from '@/charts/scatter-chart';
import { plural } from '@/lib/format';
import { useWidth } from '@/ui/use-width';
import { boxWishes } from '../model/box-wishes';
import type { RunKey } from '../model/run-key';
import { withZoom, zoomOf } from '@/charts/zooms';
import { useHovered, useSweep } from '../sweep-context';
import { emptyTitle } from './empty-title';
import { contour, ranks } from './landscape';
import styles from './landscape-view.module.css';

const HEIGHT = 340;

type Props = { kind: 'contour' | 'rank'; x: RunKey; y: RunKey; value: RunKey };

/** The runs over two of their hyperparameters: what lies between them, or who is better than whom. */
export function LandscapeView({ kind, x, y, value }: Props) {
  const { sweep, runs, filtered, bestNumber, chosen, view, setView, pick, select, hover } = useSweep();
  const { shown } = filtered;
  const hovered = useHovered();
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const landscape = useMemo(() => (kind === 'contour' ? contour : ranks)({ sweep, shown, bestNumber, chosen }, x, y, value), [kind, sweep, shown, bestNumber, chosen, x, y, value]);
  const chart = `explore/${kind}/${x.key}/${y.key}`;
  const { ends, points } = landscape;
  const left = shown.length - points.length;
  return (
    <div ref={frame} data-testid="explore">
      {ends && (
        <p className={styles.key}>
          {ends[0]} <span className={styles.ramp} aria-hidden="true" /> {ends[1]}
        </p>
      )}
      <ScatterChart
        state={
          points.length === 0
            ? { kind: 'empty', title: shown.length < runs.length ? 'No run that matches has these values' : emptyTitle(sweep) }
            : { kind: 'ready', note: noteOf(kind, points.length, left) }
        }
        scatter={landscape}
        thresholds={[]}
        label={`${kind === 'contour' ? value.name : `rank by ${value.name}`} over ${x.name} and ${y.name} of ${plural(points.length, 'run')}; the same runs stand in the table below`}
        width={width}
        height={HEIGHT}
        onPick={pick}
        onBox={(box) => select(boxWishes(runs, x, y, 'number', box))}
        zoom={zoomOf(view.zoom, chart)}
        onZoom={(zoom) => setView({ zoom: withZoom(view.zoom, chart, zoom) })}
        hovered={hovered}
        onHover={hover.set}
      />
    </div>
  );
}

function noteOf(kind: Props['kind'], known: number, left: number): string | null {
  const notes = [
    ...(kind === 'contour' ? [known < 3 ? 'Three runs are needed for an estimate between them.' : 'The ground is the mean of the runs near by; none is drawn where no run is near.'] : []),
    ...(left > 0 ? [`${plural(left, 'run')} without all three values not drawn.`] : []),
  ];
  return notes.length > 0 ? notes.join(' ') : null;
}
