import { expect, test } from 'vitest';
import { spreads } from '../model/spread';
import { parallel, scatterOf, withStrong } from './parameters';
import { aRun, aSweep } from '../model/test-runs';

const runs = [
  { learning_rate: 0.0003, batch_size: 64, filters: [32, 64], model: 'cnn', dropout: 0.01 },
  { learning_rate: 0.01, batch_size: 128, filters: [16, 32], model: 'cnn', dropout: 0.2 },
  { learning_rate: 0.001, batch_size: 64, filters: [16, 32], model: 'cnn', dropout: 0.35 },
  { learning_rate: 0.0006, batch_size: 128, filters: [16, 32], model: 'cnn', dropout: 0.3 },
  { learning_rate: 0.0014, batch_size: 64, filters: [16, 32], model: 'cnn', dropout: 0.4 },
  { learning_rate: 0.005, batch_size: 64, filters: [16, 32], model: 'cnn', dropout: 0.45 },
].map((parameters, i) => aRun({ number: i + 1, parameters, metrics: { val_accuracy: i === 0 ? 0.4 : 0.98 } }));
const wanted = { sweep: aSweep(), metric: 'val_accuracy', runs, varied: spreads(runs, {}), shown: runs, range: [0.95, 1] as const, bestNumber: 2, chosen: new Map<number, number>() };

const scatters = (of: typeof wanted) => of.varied.map((spread) => withStrong(scatterOf(of, spread), of, spread));

test('spreads_eachKindOfParameter_takesItsAxis', () => {
  expect(spreads(runs, {}).map(({ name, kind }) => [name, kind])).toEqual([
    ['learning_rate', 'logarithmic'],
    ['batch_size', 'categories'],
    ['filters', 'categories'],
    ['dropout', 'linear'],
  ]);
});

test('spreads_choices_areInOrderOfMagnitude', () => {
  expect(spreads(runs, {})).toContainEqual({ name: 'batch_size', kind: 'categories', names: ['64', '128'] });
});

test('spreads_drawnFromTheFilesRange_areAsTheFileSaysWhateverTheValues', () => {
  const two = [{ l2: 0.0001, dropout: 0.01, lr: 0.0004 }, { l2: 0.00012, dropout: 0.5, lr: 0.01 }, { l2: 0.0001, dropout: 0.3, lr: 0.01 }].map(
    (parameters, i) => aRun({ number: i + 1, parameters }),
  );
  const space = {
    l2: { distribution: 'log_uniform_values', min: 1e-6, max: 1e-3, log: true },
    dropout: { distribution: 'uniform', min: 0, max: 0.5, log: false },
    lr: { distribution: 'uniform', min: 0.0004, max: 0.005, log: false },
  };
  expect(spreads(two, space)).toEqual([
    { name: 'l2', kind: 'logarithmic', whole: false, min: 1e-6 / 1.25, max: 1e-3 * 1.25 },
    { name: 'dropout', kind: 'linear', whole: false, min: 0, max: 0.5 },
    { name: 'lr', kind: 'linear', whole: false, min: 0.0004, max: 0.01 }, // a run from outside of the range is shown too
  ]);
  expect(spreads(two.slice(0, 2), {}).map(({ kind }) => kind)).toEqual(['linear', 'linear', 'linear']); // no file: a guess
});

test('spreads_listedInTheFile_areChoicesFromTheFirstRunsOn', () => {
  const space = { batch_size: { distribution: 'categorical', min: null, max: null, log: false } };
  const two = runs.slice(0, 2);
  const kindIn = (of: typeof space | Record<string, never>) => spreads(two, of).find(({ name }) => name === 'batch_size')?.kind;
  expect([kindIn(space), kindIn({})]).toEqual(['categories', 'linear']);
});

test('spreads_manyListedInTheFile_areGuessedFromTheValues', () => {
  const space = { learning_rate: { distribution: 'categorical', min: null, max: null, log: false } };
  expect(spreads(runs, space)).toEqual(spreads(runs, {}));
});

test('scatters_runBelowTheRange_standsAtItsFoot', () => {
  const [first] = scatters(wanted)[0]?.points ?? [];
  expect(first).toMatchObject({ y: 0.95, outside: 'below' });
});

test('withStrong_ofARun_standsOverAllOthersAsTheChosenOne', () => {
  const [first] = scatters({ ...wanted, chosen: new Map([[3, 1] as const]) });
  expect(first?.points.map(({ id, look, strong }) => [id, look, strong]).slice(-2)).toEqual([['2', 'neutral', true], ['3', 1, true]]);
  expect(first?.points).toHaveLength(runs.length);
  const [spread] = wanted.varied;
  expect(spread && scatterOf(wanted, spread).points.some(({ strong }) => strong)).toBe(false);
});

test('scatters_notFiniteMetric_isLeftOut', () => {
  const diverged = [...runs, aRun({ number: 9, parameters: { dropout: 0.4 }, metrics: { val_accuracy: Number.NaN } })];
  const dropout = scatters({ ...wanted, runs: diverged, shown: diverged }).find(({ x }) => x.name === 'dropout');
  expect(dropout?.points).toHaveLength(6);
});

test('parallel_lines_haveAValueForEachAxis', () => {
  const { axes, lines } = parallel(wanted);
  expect(axes.map(({ name }) => name)).toEqual(['learning_rate', 'batch_size', 'filters', 'dropout', 'val_accuracy']);
  expect(lines.map((line) => line.values.length)).toEqual(lines.map(() => axes.length));
  expect(lines[1]).toMatchObject({ values: [0.01, 1, 0, 0.2, 0.98], strong: true });
});

test('scattersAndParallel_fewerRunsShown_keepTheirAxes', () => {
  const few = { ...wanted, shown: runs.slice(1, 3) };
  expect(scatters(few).map(({ x }) => x)).toEqual(scatters(wanted).map(({ x }) => x));
  expect(scatters(few)[0]?.points.map(({ id }) => id)).toEqual(['3', '2']); // the best one over the others
  expect(parallel(few).axes).toEqual(parallel(wanted).axes);
  expect(parallel(few).lines.filter(({ shown }) => shown).map(({ name }) => name)).toEqual(['Run 2', 'Run 3']);
});

test('parallel_runWithoutAHyperparameter_passesItsAxisBy', () => {
  const other = [...runs, aRun({ number: 9, parameters: { learning_rate: 0.001 }, metrics: { val_accuracy: 0.97 } })];
  const { lines } = parallel({ ...wanted, runs: other, shown: other });
  expect(lines.at(-1)?.values).toEqual([0.001, Number.NaN, Number.NaN, Number.NaN, 0.97]);
});
