import { expect, test, vi } from 'vitest';
import { drawAll, inTurn } from './in-turn';

test('inTurn_someCharts_drawsEachInATaskOfItsOwn_butNotTheOneCalledOff', () => {
  vi.useFakeTimers();
  const drawn: string[] = [];
  inTurn(() => drawn.push('first'));
  const callOff = inTurn(() => drawn.push('second'));
  inTurn(() => drawn.push('third'));
  callOff();

  expect(drawn).toEqual([]);
  vi.advanceTimersToNextTimer();
  expect(drawn).toEqual(['first']);
  vi.advanceTimersToNextTimer();
  expect(drawn).toEqual(['first', 'third']);
  vi.useRealTimers();
});

test('inTurn_aChartThatFails_stillDrawsTheNext', () => {
  vi.useFakeTimers();
  const drawn: string[] = [];
  inTurn(() => {
    throw new Error('no canvas');
  });
  inTurn(() => drawn.push('next'));

  expect(() => vi.advanceTimersToNextTimer()).toThrow('no canvas');
  vi.advanceTimersToNextTimer();
  expect(drawn).toEqual(['next']);
  vi.useRealTimers();
});

test('drawAll_someAreDue_drawsThemNow_andEachOnce', () => {
  vi.useFakeTimers();
  const drawn: string[] = [];
  inTurn(() => {
    drawn.push('first');
    inTurn(() => drawn.push('of the first'));
  });
  inTurn(() => drawn.push('second'));

  drawAll();
  expect(drawn).toEqual(['first', 'second', 'of the first']);
  vi.runAllTimers();
  inTurn(() => drawn.push('later'));
  vi.runAllTimers();
  expect(drawn).toEqual(['first', 'second', 'of the first', 'later']);
  vi.useRealTimers();
});
