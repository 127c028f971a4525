import { expect, test } from 'vitest';
import { comparedRuns, compareViewSchema, idsOf, placeOf, without } from './view';

test('comparedRuns_aRunLeft_theOthersKeepTheirPlaces', () => {
  const view = { runs: 'aa,bb,cc', baseline: 'bb' };
  const left = without(view, 'bb01');
  expect(left).toEqual({ runs: 'aa,,cc', baseline: undefined });
  expect(placeOf(comparedRuns(left.runs), 'cc99')).toBe(2);
  expect(without(view, 'aa01')).toEqual({ runs: ',bb,cc', baseline: 'bb' });
});

test('idsOf_anyAddress_areThoseNamedOnce', () => {
  expect(idsOf(comparedRuns(',aa, bb ,,aa,'))).toEqual(['aa', 'bb']);
  expect(idsOf(comparedRuns(undefined))).toEqual([]);
});

test('compareViewSchema_nonsense_isLeftOut', () => {
  expect(compareViewSchema.parse({ runs: 'aa', all: 'no', part: 'train', score: 'recall' })).toEqual({ runs: 'aa', score: 'recall' });
});
