import { expect, test } from 'vitest';
import { withZoom, zoomOf } from './zooms';

const part = { x: [1, 5.25], y: [0.97, 0.9953] } as const;

test('zoomOf_whatWithZoomWrote_isThatPartOfThatChartAlone', () => {
  const text = withZoom(undefined, 'curves/a,b;c/log', part);
  expect(text).toBe('curves/a%2Cb%3Bc/log,1,5.25,0.97,0.9953');
  expect(zoomOf(text, 'curves/a,b;c/log')).toEqual(part);
  expect(zoomOf(text, 'curves/other')).toBeNull();
});

test('withZoom_ofAChart_leavesTheOthersAndForgetsItsOwn', () => {
  const both = withZoom(withZoom(undefined, 'curves/a', part), 'explore/b', { x: [1, null], y: [null, null] });
  expect(both).toBe('curves/a,1,5.25,0.97,0.9953;explore/b,1,,,');
  expect(withZoom(both, 'curves/c', part)).toBe('explore/b,1,,,;curves/c,1,5.25,0.97,0.9953');
  expect(withZoom(withZoom(both, 'curves/a', null), 'explore/b', null)).toBeUndefined();
});

test('withZoom_anyScale_isRoundedToWhatOneCanAimAt', () => {
  expect(withZoom(undefined, 'c', { x: [1.23456789e-4, 0.0123456], y: [1764373187123.4, 1764373190000] })).toBe('c,0.0001235,0.0123456,1764373187123,1764373190000');
});

test('zoomOf_textThatIsNone_showsAll', () => {
  for (const text of [undefined, '', 'curves', 'curves,,,,', 'curves,5,1,0,1', 'curves,x,2,0,1']) expect(zoomOf(text, 'curves')).toBeNull();
});
