import { expect, test } from 'vitest';
import { runNames, sweepNames } from './names';

const run = (number: number, sweep_id: string, name: string) => ({ run: { number }, sweep: { sweep_id, name } });

test('runNames_ofOneSweep_areNumbers', () => {
  expect(runNames([run(1, 'aaaaaaaa1', 'tiny'), run(4, 'aaaaaaaa1', 'tiny')])).toEqual(['run 1', 'run 4']);
});

test('runNames_ofSweepsOfOneName_areToldApart', () => {
  expect(runNames([run(1, 'aaaaaaaa1', 'tiny'), run(1, 'bbbbbbbb1', 'tiny'), run(2, 'cccccccc1', 'best')])).toEqual([
    'run 1 of tiny aaaaaaaa',
    'run 1 of tiny bbbbbbbb',
    'run 2 of best',
  ]);
});

test('sweepNames_ofOneName_haveTheirIds', () => {
  const sweeps = [['aaaaaaaa1', 'tiny'], ['bbbbbbbb1', 'tiny'], ['cccccccc1', 'best']].map(([sweep_id = '', name = '']) => ({ sweep_id, name }));
  expect([...sweepNames(sweeps).values()]).toEqual(['tiny aaaaaaaa', 'tiny bbbbbbbb', 'best']);
});
