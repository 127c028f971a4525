import { expect, test } from 'vitest';
import { dateTime } from '@/lib/format';
import { places } from './places';

const first = { began_at: '2026-11-29T12:00:00Z', host: 'a', processor: 'AMD EPYC' };

test('places_ofARunThatWasResumedElsewhere_areListedByTime', () => {
  const second = { began_at: '2026-11-29T13:00:00Z', host: 'b', processor: null };
  expect(places([first, second])).toEqual([
    [`from ${dateTime(first.began_at)}`, 'a, AMD EPYC'],
    [`from ${dateTime(second.began_at)}`, 'b'],
  ]);
});

test('places_ofARunThatStayed_areInItsEnvironmentAlready', () => {
  expect(places([first])).toEqual([]);
});
