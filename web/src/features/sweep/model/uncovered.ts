import type { ScatterPoint } from '@/charts/scatter';

/** From here on dots are left out that others hide. */
const MANY_DOTS = 2000;

/**
 * Of very many dots one for each place, the strong or the last one: what lies under another can't be seen.
 *
 * @param logarithmic whether the axis along is
 */
export function uncovered(points: readonly ScatterPoint[], logarithmic: boolean, [along, up]: readonly [along: number, up: number]): readonly ScatterPoint[] {
  if (points.length <= MANY_DOTS) return points;
  const across = (point: ScatterPoint): number => (logarithmic ? Math.log(point.x) : point.x);
  const column = placing(points.map(across), along);
  const row = placing(points.map((point) => point.y), up);
  const seen = new Map<number, ScatterPoint>();
  const strong: ScatterPoint[] = [];
  for (const point of points) {
    if (point.strong) strong.push(point);
    else seen.set(column(across(point)) * (up + 1) + row(point.y), point);
  }
  return [...seen.values(), ...strong];
}

function placing(values: readonly number[], places: number): (value: number) => number {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const greatest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return (value) => (greatest > least ? Math.floor(((value - least) / (greatest - least)) * places) : 0);
}
