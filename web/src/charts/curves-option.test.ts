import { expect, test } from 'vitest';
import type { Curve } from './curves';
import { curvesOption } from './curves-option';
import { themeOf } from './theme';

const curve = (id: string, last: number): Curve => ({ id, name: id, shortName: id, details: () => [], points: [[1, 41], [2, last]], look: 'high', emphasis: 'chosen' });
const curves = [curve('a', 4.1), curve('b', 4.05), curve('c', 4)];

test.each(['linear', 'log'] as const)('curvesOption_namesThatWouldCoverEachOther_areMovedApart_onAnAxisThatIsNotGiven: %s', (scale) => {
  const option = curvesOption({ curves, unit: 'plain', epochs: 2, thresholds: [], range: null, height: 300, scale, zoom: null, theme: themeOf(() => '') });
  const series = option.series as { id: string; endLabel?: { offset: [number, number] } }[];
  const [up = 0, middle = 0, down = 0] = curves.map(({ id }) => series.find((line) => line.id === id)?.endLabel?.offset[1] ?? 0);
  expect(up).toBeLessThan(middle);
  expect(middle).toBeLessThan(down);
});
