import type { EpochWord } from '@/lib/epoch-word';
import type { Curve } from '../curves';
import type { Table } from './csv';

/** A row a point, a curve after the other; of what was not finite nothing. */
export function curvesTable(curves: readonly Curve[], value: string, epoch: EpochWord = 'epoch'): Table {
  return {
    head: ['curve', epoch, value],
    rows: curves.flatMap(({ name, points }) => points.map(([step, at]) => [name, step, at])),
  };
}
