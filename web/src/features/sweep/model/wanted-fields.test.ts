import { expect, test } from 'vitest';
import { wantedFields } from './wanted-fields';

const METRICS = ['train_loss', 'my loss'];

test('wantedFields_ofAPlainPage_areNone', () => {
  expect(wantedFields({}, METRICS)).toEqual([]);
  expect(wantedFields({ sort: '-metrics.val_accuracy,parameters.dropout' }, METRICS)).toEqual([]);
});

test('wantedFields_ofATable_areWhatItIsSortedAndGroupedBy', () => {
  expect(wantedFields({ sort: '-metrics.train_loss,start_time' }, METRICS)).toEqual(['metrics.train_loss', 'started_at']);
  expect(wantedFields({ by: 'all' }, METRICS)).toEqual(['ended_at', 'metrics.my loss', 'metrics.train_loss', 'parameters', 'seconds']);
});

test('wantedFields_ofMeans_areAllDigitsOfTheHyperparameters', () => {
  expect(wantedFields({ group: 'settings' }, METRICS)).toEqual(['parameters']);
});

test('wantedFields_ofCharts_areTheirAxes', () => {
  expect(wantedFields({ chart: 'tradeoff' }, METRICS)).toEqual(['ended_at', 'seconds']);
  expect(wantedFields({ x: 'time', y: 'metrics.`my loss`' }, METRICS)).toEqual(['ended_at', 'metrics.my loss']);
  expect(wantedFields({ chart: 'timeline', y: 'metrics.train_loss' }, METRICS)).toEqual(['ended_at', 'seconds', 'started_at']);
  expect(wantedFields({ chart: 'rungs' }, METRICS)).toEqual(['run_id']);
});
