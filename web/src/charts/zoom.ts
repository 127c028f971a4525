import type { Box } from './box';
import type { EChartsType } from './echarts';

type Ends = Box['x'];

/** The ends of an axis that shows a part of itself. */
export function zoomedEnds([from, to]: Ends): { min?: number; max?: number } {
  return { ...(from !== null && { min: from }), ...(to !== null && { max: to }) };
}

/** The ends of a part are where somebody let go. */
export const ROUND_LABELS = { showMinLabel: false, showMaxLabel: false };

/** Whether a value is in the part that is shown. */
export function isWithin(value: number, [from, to]: Ends): boolean {
  return value >= (from ?? -Infinity) && value <= (to ?? Infinity);
}

/** How far a press of a key goes, as a part of what is shown. */
const STEP = 0.25;

/** What a key makes of what is shown: + and − are nearer and farther, arrows move, 0 is all of it (null); undefined for other keys. */
export function keyedZoom(chart: EChartsType, key: string): Box | null | undefined {
  if (key === '0') return null;
  const moves: Readonly<Record<string, readonly [left: number, right: number, top: number, bottom: number]>> = {
    '+': [STEP, -STEP, STEP, -STEP],
    '=': [STEP, -STEP, STEP, -STEP],
    '-': [-STEP, STEP, -STEP, STEP],
    ArrowLeft: [-STEP, -STEP, 0, 0],
    ArrowRight: [STEP, STEP, 0, 0],
    ArrowUp: [0, 0, -STEP, -STEP],
    ArrowDown: [0, 0, STEP, STEP],
  };
  const move = moves[key];
  if (!move) return undefined;
  const { left, right, top, bottom } = gridOf(chart);
  const [width, height] = [right - left, bottom - top];
  const at = (x: number, y: number): readonly [number, number] => {
    const [first = Number.NaN, second = Number.NaN] = chart.convertFromPixel('grid', [x, y]);
    return [first, second];
  };
  const [x1, y2] = at(left + move[0] * width, top + move[2] * height);
  const [x2, y1] = at(right + move[1] * width, bottom + move[3] * height);
  return { x: [x1, x2], y: [y1, y2] };
}

/** Where the grid ends, in pixels: halving, from the canvas's middle outwards. */
function gridOf(chart: EChartsType): { left: number; right: number; top: number; bottom: number } {
  const [middle, centre] = [chart.getWidth() / 2, chart.getHeight() / 2];
  const edge = (inside: number, outside: number, contains: (at: number) => boolean): number => {
    let [near, far] = [inside, outside];
    while (Math.abs(far - near) > 0.5) {
      const between = (near + far) / 2;
      if (contains(between)) near = between;
      else far = between;
    }
    return near;
  };
  const across = (x: number): boolean => chart.containPixel('grid', [x, centre]);
  const along = (y: number): boolean => chart.containPixel('grid', [middle, y]);
  return { left: edge(middle, 0, across), right: edge(middle, 2 * middle, across), top: edge(centre, 0, along), bottom: edge(centre, 2 * centre, along) };
}
