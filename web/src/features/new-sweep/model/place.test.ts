import { expect, test } from 'vitest';
import { placeAt } from './place';

/** The place of the bar. */
function at(text: string) {
  const cursor = text.indexOf('|');
  const found = placeAt(text.replace('|', ''), cursor);
  return found && [found.path.join('/'), found.kind, text.slice(found.from, cursor)];
}

test.each([
  ['|', '', 'key', ''],
  ['na|', '', 'key', 'na'],
  ['name: x\nmet|\nseed: 1', '', 'key', 'met'],
  ['method: |', 'method', 'value', ''],
  ['method: ra|', 'method', 'value', 'ra'],
  ['training:\n  |', 'training', 'key', ''],
  ['training:\n  epochs: 3\n  early|', 'training', 'key', 'early'],
  ['training:\n  epochs: 3\n\n|', '', 'key', ''],
  ['training:\n  early_stopping:\n    monitor: val|', 'training/early_stopping/monitor', 'value', 'val'],
  ['training:\n  early_stopping:\n    monitor: x\n  op|', 'training', 'key', 'op'],
  ['training: {|', 'training', 'key', ''],
  ['training: {epochs: 3, |', 'training', 'key', ''],
  ['training: {epochs: 3, optimizer: a|}', 'training/optimizer', 'value', 'a'],
  ['parameters:\n  optimizer: {values: [adam, s|', 'parameters/optimizer/values/1', 'value', 's'],
  ['parameters:\n  lr: {min: 1e-3,\n    m|', 'parameters/lr', 'key', 'm'],
  ['parameters:\n  a: {min: 1} # {\n  b|', 'parameters', 'key', 'b'],
  ['thresholds: [0.98, 0.99]\nda|', '', 'key', 'da'],
  ['notify:\n  - on: [a]\n    fo|', 'notify/0', 'key', 'fo'],
  ['notify:\n- url: a\n- fo|', 'notify/1', 'either', 'fo'],
  ['notify:\n  - on:\n      - |', 'notify/0/on/0', 'either', ''],
  ['description: |-\n  a: b\nna|', '', 'key', 'na'],
  ['"training":\n  ep|', 'training', 'key', 'ep'],
])('%j is in %s', (text, path, kind, word) => {
  // A block scalar's own bar is no cursor.
  const marked = text.includes('|-') ? text.replace('|-', '>-') : text;
  expect(at(marked)).toEqual([path, kind, word]);
});

test.each(['# a |', 'name: x # |', 'description: >\n  some |', 'method: random |', 'training: {epochs: 3} |', 'name: "a |', 'method:|'])(
  'nothing is proposed in %j',
  (text) => expect(at(text)).toBeNull(),
);
