import { useMemo, useRef } from 'react';
import { ScatterChart } from '@/charts/scatter-chart';
import type { Scatter } from '@/charts/scatter';
import { plural } from '@/lib/format';
import { Key } from '@/ui/key';
import { useWidth } from '@/ui/use-width';
import { axisWish, boxWishes } from '../model/box-wishes';
import { membersWish } from '../model/members-wish';
import { outsideText, type RunKey } from '../model/run-key';
import { uncovered } from '../model/uncovered';
import { withZoom, zoomOf } from '@/charts/zooms';
import { useHovered, useSweep } from '../sweep-context';
import { distributions, groupsOf } from './distribution';
import { history, tradeOff } from './dots';
import { emptyTitle } from './empty-title';

const HEIGHT = 300;
/** Places along and up: not quite a dot each. */
const PLACES = [140, 40] as const;

type Props = { kind: 'history' | 'tradeoff' | 'distribution'; x: RunKey | undefined; y: RunKey; by: 'number' | 'time' };

/** The runs in their order, by two of their values, or how one is spread. */
export function DotsView({ kind, x, y, by }: Props) {
  const { sweep, runs, filtered, bestNumber, chosen, view, setView, pick, select, hover } = useSweep();
  const { shown } = filtered;
  const hovered = useHovered();
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const groups = useMemo(() => (kind === 'distribution' ? groupsOf(runs, y, x ?? null) : null), [kind, runs, x, y]);
  const all = useMemo((): Scatter => {
    if (groups) return distributions(groups, shown, y);
    const wanted = { sweep, shown, bestNumber, chosen };
    return kind === 'history' || !x ? history(wanted, y, by, sweep) : tradeOff(wanted, x, y);
  }, [groups, kind, sweep, shown, bestNumber, chosen, x, y, by]);
  const thresholds = y.axis.kind === 'accuracy' && kind !== 'distribution' ? sweep.thresholds : [];
  const chart = `explore/${kind}/${x?.key ?? by}/${y.key}`;
  const zoom = zoomOf(view.zoom, chart);
  const zoomed = zoom !== null;
  const scatter = useMemo(
    // Nearer to, dots part that cover each other.
    () => (zoomed ? all : { ...all, points: uncovered(all.points, all.x.kind === 'logarithmic', PLACES) }),
    [all, zoomed],
  );
  const hidden = all.points.length - scatter.points.length;
  const outside = outsideText(y.axis, shown.flatMap((run) => y.at(run) ?? []));
  const covered = hidden > 0 ? `${plural(hidden, 'dot')} under others not drawn: zoom in to see them` : null;
  const aside = kind === 'tradeoff' && x ? outsideText(x.axis, shown.flatMap((run) => x.at(run) ?? []), ['◀', '▶']) : null;
  const note = [outside, aside, covered].filter((each) => each !== null).join('; ') || null;
  const none = scatter.points.length === 0 && scatter.lines.every(({ points }) => points.length === 0);
  return (
    <div ref={frame} data-testid="explore">
      {groups && x && <Key names={scatter.lines.map((line) => line.name)} onPick={(place) => select(groups.slice(place, place + 1).map((group) => membersWish(group.runs, x)))} />}
      <ScatterChart
        state={none ? { kind: 'empty', title: shown.length < runs.length ? 'No run that matches has these values' : emptyTitle(sweep) } : { kind: 'ready', note }}
        scatter={scatter}
        thresholds={thresholds}
        label={`${kind === 'history' ? `${y.name} by run` : kind === 'tradeoff' ? `${y.name} against ${x?.name ?? ''}` : `distribution of ${y.name}`} of ${plural(shown.length, 'run')}`}
        width={width}
        height={none && shown.length === runs.length ? 0 : HEIGHT}
        onPick={pick}
        onBox={(box) => select(groups ? [axisWish(runs, y, box.x)] : boxWishes(runs, kind === 'tradeoff' ? x : undefined, y, by, box))}
        zoom={zoom}
        onZoom={(zoom) => setView({ zoom: withZoom(view.zoom, chart, zoom) })}
        hovered={hovered}
        onHover={hover.set}
      />
    </div>
  );
}
