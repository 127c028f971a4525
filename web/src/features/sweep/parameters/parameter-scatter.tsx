import { useMemo } from 'react';
import type { ChartState } from '@/charts/chart';
import { ScatterChart } from '@/charts/scatter-chart';
import { boxWishes } from '../model/box-wishes';
import { metricKey, parameterKey } from '../model/run-key';
import type { Spread } from '../model/spread';
import { withZoom, zoomOf } from '@/charts/zooms';
import { useHovered, useSweep } from '../sweep-context';
import { scatterOf, withStrong, type OfAll } from './parameters';

type Props = {
  all: OfAll;
  spread: Spread;
  /** Which of the charts it is. */
  place: number;
  thresholds: readonly number[];
  /** In pixels. */
  width: number;
};

const READY: ChartState = { kind: 'ready' };

/** One hyperparameter against the sweep's metric. */
export function ParameterScatter({ all, spread, place, thresholds, width }: Props) {
  const { sweep, runs, bestNumber, chosen, view, setView, pick, select, hover } = useSweep();
  const hovered = useHovered();
  const { metric } = all;
  const plain = useMemo(() => scatterOf(all, spread), [all, spread]);
  const scatter = useMemo(() => withStrong(plain, { ...all, bestNumber, chosen }, spread), [plain, all, bestNumber, chosen, spread]);
  const chart = `scatter${String(place)}/${spread.name}/${metric}`;
  return (
    <ScatterChart
      state={READY}
      scatter={scatter}
      thresholds={thresholds}
      label={`${spread.name} against ${metric}`}
      width={width}
      onPick={pick}
      onBox={(box) => select(boxWishes(runs, parameterKey(spread), metricKey(sweep, runs, metric), 'number', box))}
      zoom={zoomOf(view.zoom, chart)}
      onZoom={(zoom) => setView({ zoom: withZoom(view.zoom, chart, zoom) })}
      hovered={hovered}
      onHover={hover.set}
    />
  );
}
