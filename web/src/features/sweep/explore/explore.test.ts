import { expect, test } from 'vitest';
import { metricKey, outsideText, runKeys, usualRange, within } from '../model/run-key';
import { aRun, aSweep } from '../model/test-runs';
import { distributions, groupsOf } from './distribution';
import { history, paretoFront, tradeOff } from './dots';
import { exploreTable } from './explore-table';
import { timeline } from './timeline';

const sweep = aSweep();
const run = (number: number, val_accuracy: number, seconds: number, more = {}) =>
  aRun({ number, seconds, ended_at: `2025-03-01T12:0${String(number)}:00Z`, parameters: { size: number % 2 }, metrics: { val_accuracy }, ...more });
const runs = [run(1, 0.97, 30), run(2, 0.96, 10), run(3, 0.99, 60), run(4, 0.98, 20), run(5, 0.985, 90, { status: 'PRUNED' })];
const wanted = { sweep, shown: runs, bestNumber: 3, chosen: new Map<number, number>() };
const keys = runKeys(sweep, runs);
const key = (name: string) => keys.find((each) => each.key === name) ?? metricKey(sweep, runs, name);

test('history_bestSoFar_risesWithFinishedRunsAlone', () => {
  const { lines, points } = history(wanted, key('metrics.val_accuracy'), 'number', sweep);
  expect(points).toHaveLength(5);
  expect(lines[0]?.points).toEqual([[1, 0.97], [3, 0.99], [4, 0.99]]);
});

test('history_bestSoFar_isOfTheSearchAlone', () => {
  const final = run(6, 0.999, 30, { parent: 'run-3' });
  const { lines, points } = history({ ...wanted, shown: [...runs, final] }, key('metrics.val_accuracy'), 'number', sweep);
  expect(points).toHaveLength(6);
  expect(lines[0]?.points.at(-1)).toEqual([4, 0.99]);
});

test('history_ofNoRuns_hasAnAxisToDraw', () => {
  const { x, points } = history({ ...wanted, shown: [] }, key('metrics.val_accuracy'), 'number', sweep);
  expect(points).toEqual([]);
  expect(x).toMatchObject({ min: -0.5, max: 1.5 });
});

test('axes_ofWhatCounts_areWhole', () => {
  expect(history(wanted, key('metrics.val_accuracy'), 'number', sweep).x).toMatchObject({ whole: true, min: 0.5, max: 5.5 });
  expect(key('epochs').axis).toMatchObject({ whole: true });
  expect(key('seconds').axis).toMatchObject({ whole: true }); // each happens to be
  const loss = metricKey(sweep, [run(1, 0.9, 1, { metrics: { loss: 1.5 } })], 'loss');
  expect(loss.axis).toMatchObject({ whole: false });
});

test('paretoFront_whoIsBeatenInBoth_isNotOnIt', () => {
  const front = paretoFront(runs, key('seconds'), key('metrics.val_accuracy'));
  expect(front.map(({ number }) => number)).toEqual([2, 4, 3]);
  expect(tradeOff(wanted, key('params.size'), key('metrics.val_accuracy')).lines).toEqual([]);
});

test('runKeys_aMetricAndAHyperparameterOfOneName_areToldApart', () => {
  const one = (number: number) => aRun({ number, parameters: { learning_rate: number, epochs: number, own: number }, metrics: { learning_rate: 0.1 } });
  const names = runKeys(sweep, [one(1), one(2)]).map(({ key, name, axis }) => [key, name, axis.name]);
  expect(names.map(([, name]) => name)).toEqual(['learning_rate (metric)', 'time, s', 'epochs', 'run', 'learning_rate (parameter)', 'epochs (parameter)', 'own']);
  expect(names.every(([, name, onAxis]) => name === onAxis)).toBe(true);
});

test('tradeOff_sizes_lieByFactors_andTheSmallestGoodNetworksAreTheFront', () => {
  const kinds = { network_parameters: { goal: 'minimize', unit: 'count' }, val_accuracy: { goal: 'maximize', unit: 'fraction' } } as const;
  const sized = aSweep({ metric_kinds: kinds });
  const of = [[1, 100_000, 0.99], [2, 1_000, 0.97], [3, 200_000, 0.985]].map(([number = 0, network_parameters = 0, val_accuracy = 0]) => aRun({ number, metrics: { network_parameters, val_accuracy } }));
  const [x, y] = [metricKey(sized, of, 'network_parameters'), metricKey(sized, of, 'val_accuracy')];
  expect(paretoFront(of, x, y).map(({ number }) => number)).toEqual([2, 1]);
  expect(x.axis).toMatchObject({ kind: 'logarithmic', unit: 'count', min: 800, max: 250_000 });
  expect(tradeOff({ ...wanted, sweep: sized, shown: of }, x, y).lines[0]?.points).toEqual([[1_000, 0.97], [100_000, 0.99]]);
});

test('tradeOff_aCostFarOff_pointsToItsSide', () => {
  const seconds = [1, 1.1, 1.2, 1.3, 1.4, 1.5, 900];
  const of = seconds.map((slow, index) => aRun({ number: index + 1, metrics: { slow, val_accuracy: 0.99 } }));
  const slow = metricKey(sweep, of, 'slow');
  const { points } = tradeOff({ ...wanted, shown: of }, slow, metricKey(sweep, of, 'val_accuracy'));
  expect(points.map(({ outside }) => outside)).toEqual([null, null, null, null, null, null, 'right']);
  expect(outsideText(slow.axis, seconds, ['◀', '▶'])).toBe('▶ 1 above 1.5');
});

test('distributions_byGroup_endAtOne', () => {
  const groups = groupsOf([...runs, aRun({ number: 6 })], key('metrics.val_accuracy'), key('params.size'));
  expect(groups.map((group) => group.runs.map(({ number }) => number))).toEqual([[2, 4], [1, 3, 5]]);
  const lines = (shown: typeof runs) => distributions(groups, shown, key('metrics.val_accuracy')).lines;
  expect(lines(runs).map(({ name }) => name.replace('\u00a0', ' '))).toEqual(['0: 2 runs', '1: 3 runs']);
  expect(lines(runs).map(({ points }) => points.at(-1)?.[1])).toEqual([1, 1]);
  expect(lines(runs.slice(2, 3)).map(({ points, look }) => [look, points.length])).toEqual([[0, 0], [1, 1]]); // each keeps its colour
});

test('exploreTable_hasTheValuesThatAreDrawn_asTheyAre', () => {
  const { head, rows } = exploreTable(runs, 'tradeoff', key('metrics.val_accuracy'), key('params.size'));
  expect([head, rows[0]]).toEqual([['run_id', 'run', 'size', 'val_accuracy'], ['run-1', 1, '1', 0.97]]);
  const history = exploreTable(runs, 'history', key('metrics.val_accuracy'), key('number'));
  expect([history.head, history.rows[4]]).toEqual([
    ['run_id', 'run', 'val_accuracy', 'status', 'started_at', 'ended_at'],
    ['run-5', 5, 0.985, 'PRUNED', null, '2025-03-01T12:05:00Z'],
  ]);
});

test('timeline_runsAtOnce_haveALaneEach', () => {
  const at = (second: number) => new Date(Date.UTC(2025, 2, 1, 12, 0, second)).toISOString();
  const two = [
    aRun({ number: 1, started_at: at(0), ended_at: at(10) }),
    aRun({ number: 2, started_at: at(1), ended_at: at(5) }),
    aRun({ number: 3, started_at: at(6), ended_at: at(12) }),
    aRun({ number: 4, started_at: at(11), ended_at: null, status: 'RUNNING' }),
    aRun({ number: 5 }),
  ];
  const { stretches, lanes } = timeline(two, two, Date.parse(at(20)));
  expect(stretches.map((each) => [each.run.number, each.lane])).toEqual([[1, 0], [2, 1], [3, 1], [4, 0]]);
  expect([lanes, stretches.at(-1)?.to]).toEqual([2, Date.parse(at(20))]);
  const some = timeline(two, two.slice(1, 4), Date.parse(at(20)));
  expect([some.lanes, some.stretches.map((each) => [each.run.number, each.lane])]).toEqual([2, [[2, 1], [3, 1], [4, 0]]]);
});

test('usualRange_ofDivergedRuns_isThatOfTheOthers_andTheRestIsCounted', () => {
  const values = [0.1, 0.12, 0.2, 0.15, 0.3, 0.11, 0.13, 2e7];
  expect(usualRange(values)).toEqual({ min: 0.1, max: 0.3, whole: false });
  const axis = { name: 'loss', kind: 'linear', ...usualRange(values) } as const;
  expect(within(axis, 2e7)).toEqual({ at: 0.3, outside: 'above' });
  expect(outsideText(axis, values)).toBe('▲ 1 above 0.3');
});
