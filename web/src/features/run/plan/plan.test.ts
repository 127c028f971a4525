import { expect, test } from 'vitest';
import { planOf } from './plan';

test('planOf_aCompiledNetwork_hasItsStepsAndVertices', () => {
  expect(planOf(['onednn: 2 steps', 'conv1: conv 3×3 + relu', 'relu1: with conv1'])).toEqual({
    engine: 'compiled for oneDNN: 2 steps',
    vertices: [['conv1', 'conv 3×3 + relu'], ['relu1', 'with conv1']],
  });
});

test('planOf_aStockNetwork_saysWhy', () => {
  expect(planOf(['stock: lstm: no program for LSTM', 'lstm: no program for LSTM'])).toEqual({
    engine: 'left to Deeplearning4j: lstm: no program for LSTM',
    vertices: [['lstm', 'no program for LSTM']],
  });
});

test('planOf_nothingRecorded_isNone', () => {
  expect(planOf([])).toBeNull();
  expect(planOf(['of another version'])).toEqual({ engine: 'of another version', vertices: [] });
});
