import { expect, test } from 'vitest';
import type { Curve } from '../curves';
import { confusionTable } from './confusion-table';
import { csvText } from './csv';
import { curvesTable } from './curves-table';
import { fileName } from './file';

test('csvText_oddCells_areAsTheServerWritesThem', () => {
  const rows = [[1, 0.5, 'a,b'], [12345678901234567890n, null, ''], [Number.NaN, -Infinity, 'say "so"'], [-0.25, 1e-7, '=SUM(A1)'], [0, 0, '-1.5e3'], [0, 0, "'=1"]];
  expect(csvText({ head: ['run', 'x', 'text'], rows })).toBe(
    'run,x,text\r\n1,0.5,"a,b"\r\n12345678901234567890,,""\r\nNaN,-Infinity,"say ""so"""\r\n-0.25,1e-7,\'=SUM(A1)\r\n0,0,-1.5e3\r\n0,0,\'\'=1\r\n',
  );
});

test('fileName_ofAnyText_isPlainAndShort', () => {
  expect(fileName('Größe, sweep 1/2: val accuracy', 'svg')).toBe('Größe-sweep-1-2-val-accuracy.svg');
  expect(fileName('\u202e..', 'csv')).toBe('chart.csv');
  expect(fileName('x'.repeat(500), 'png')).toHaveLength(104);
});

test('curvesTable_andConfusionTable_haveARowForEachThatIsDrawn', () => {
  const curve: Curve = { id: 'a', name: 'Run 1', shortName: '1', details: () => [], points: [[1, 0.5], [3, 0.25]], look: 'high', emphasis: 'none' };
  expect(curvesTable([curve], 'val_loss')).toEqual({ head: ['curve', 'epoch', 'val_loss'], rows: [['Run 1', 1, 0.5], ['Run 1', 3, 0.25]] });
  const { rows } = confusionTable([{ name: 'run 1', labels: ['x', 'y'], confusion: [[5, 1], [0, 6]] }]);
  expect(rows).toEqual([['run 1', 'x', 'x', 5], ['run 1', 'x', 'y', 1], ['run 1', 'y', 'x', 0], ['run 1', 'y', 'y', 6]]);
});
