import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod/mini';
import { adviceSchema, diagnosisSchema, importanceSchema, runFindingsSchema, winnerSchema } from './analysis-schemas';
import { numberedCurvesSchema } from './curve-columns';
import { againSchema, checkSchema } from './check-schemas';
import { exportJobSchema } from './export-schemas';
import { modelsSchema, modelVersionSchema } from './model-schemas';
import {
  changeSchema,
  checkpointSchema,
  damagesSchema,
  errorSchema,
  evaluationSchema,
  listedSweepSchema,
  realSchema,
  runDetailSchema,
  runLogSchema,
  processUsageSchema,
  runMetricsSchema,
  runSchema,
  sweepChoicesSchema,
  sweepMetricsSchema,
  sweepSchema,
} from './schemas';
import { launchSchema, serverSchema } from './server-schemas';
import { federatedSchema } from './federated';
import { comparisonSchema, disagreementsSchema, runImagesSchema } from './comparison-schemas';
import { savedViewsSchema } from './views';

/** The files that the server's own golden test compares its answers with: a renamed field fails both. */
const GOLDEN = new URL('../../../src/test/resources/golden/api/', import.meta.url);

const schemas: Record<string, z.ZodMiniType> = {
  views: savedViewsSchema.check(z.minLength(1)),
  sweeps: z.array(sweepSchema).check(z.minLength(1)),
  'sweeps-best': z.array(listedSweepSchema).check(z.minLength(1)),
  sweep: sweepSchema,
  'own-sweep': sweepSchema,
  'own-importance': importanceSchema,
  runs: z.array(runSchema).check(z.minLength(1)),
  run: runDetailSchema,
  'run-failed': runDetailSchema,
  'run-log': runLogSchema,
  'run-process': processUsageSchema,
  metrics: runMetricsSchema,
  'sweep-metrics': sweepMetricsSchema,
  'sweep-metrics-columns': numberedCurvesSchema,
  'sweep-metrics-best': z.required(sweepMetricsSchema, { rest: true }),
  checkpoints: z.array(checkpointSchema).check(z.minLength(1)),
  evaluation: evaluationSchema,
  importance: importanceSchema,
  diagnosis: diagnosisSchema,
  'diagnosis-ids': diagnosisSchema,
  'run-diagnosis': diagnosisSchema,
  'run-findings': runFindingsSchema,
  winner: winnerSchema,
  advice: adviceSchema,
  compare: comparisonSchema,
  'compare-metrics': sweepMetricsSchema,
  'compare-images': disagreementsSchema,
  'run-images': runImagesSchema,
  again: againSchema,
  'sweep-choices': sweepChoicesSchema,
  check: checkSchema,
  'check-search': checkSchema,
  server: serverSchema,
  'server-failed': serverSchema,
  export: exportJobSchema,
  exports: z.array(exportJobSchema).check(z.minLength(1)),
  'server-exports': serverSchema,
  launch: launchSchema,
  damage: damagesSchema.check(z.minLength(1)),
  models: modelsSchema.check(z.minLength(1)),
  'model-version': modelVersionSchema,
  'run-federated': federatedSchema,
  'run-not-federated': federatedSchema,
  problem: errorSchema,
  'set-problem': errorSchema,
  'filter-problem': errorSchema,
};


function golden(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, GOLDEN), 'utf8'));
}

describe('golden files', () => {
  test.each(Object.entries(schemas))('%s_answer_fitsItsSchema', (name, schema) => {
    expect(schema.safeParse(golden(name)).error?.issues ?? []).toEqual([]);
  });

  test('sweep_bands_areOneMoreThanThresholds', () => {
    const sweep = sweepSchema.parse(golden('sweep'));
    expect(sweep.bands).toHaveLength(sweep.thresholds.length + 1);
  });

  test('sweep_space_isThatOfItsFile', () => {
    const { space } = sweepSchema.parse(golden('sweep'));
    expect(Object.entries(space).map(([name, { log }]) => [name, log])).toEqual([['filters', false], ['dropout', false], ['learning_rate', true]]);
  });

  test('evaluation_confusion_isSquareInTheClassesOrder', () => {
    const { confusion, classes, images } = evaluationSchema.parse(golden('evaluation'));
    expect(confusion.map((row) => row.length)).toEqual(classes.map(() => classes.length));
    expect(confusion.flat().reduce((sum, n) => sum + n, 0)).toBe(images);
    expect(confusion.map((row) => row.reduce((sum, n) => sum + n, 0))).toEqual(classes.map((c) => c.support));
  });
});

test('realSchema_wordsForNumbers_becomeNumbers', () => {
  expect(realSchema.parse('NaN')).toBeNaN();
  expect(realSchema.parse('-Infinity')).toBe(Number.NEGATIVE_INFINITY);
  expect(realSchema.safeParse('0.5').success).toBe(false);
});

test('changeSchema_kindInCapitals_isLowered', () => {
  expect(changeSchema.parse({ sequence: 7, kind: 'EPOCH', sweep_id: 's', run_id: 'r' }).kind).toBe('epoch');
});
