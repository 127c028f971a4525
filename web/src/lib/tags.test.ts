import { expect, test } from 'vitest';
import { newTagFault, plainTags, tagFault, tagLines, textFault } from './tags';

test('plainTags_some_areByNameWithoutTheNote', () => {
  expect(plainTags({ team: 'b', note: 'x', by: 'ada' })).toEqual([['by', 'ada'], ['team', 'b']]);
  expect(plainTags({})).toEqual([]);
});

test('tagFault_nameOrTextThatTheServerRefuses_saysWhy', () => {
  expect(tagFault('', 'x')).toBe('A tag needs a name.');
  expect(tagFault('by', '')).toBe('A tag needs a text.');
  expect(tagFault('n'.repeat(251), 'x')).toContain('250');
  expect(tagFault('by', 'x'.repeat(8001))).toContain('8001');
  expect(tagFault('n'.repeat(250), 'x'.repeat(8000))).toBeNull();
});

test('textFault_empty_isFine', () => {
  expect(textFault('')).toBeNull();
});

test('newTagFault_nameOfTheNote_pointsToItsEditor', () => {
  expect(newTagFault('note', 'x')).toContain('write it above');
  expect(newTagFault('note', '')).toContain('write it above');
  expect(newTagFault('notes', 'x')).toBeNull();
  expect(newTagFault('notes', '')).toBe('A tag needs a text.');
});

test('tagLines_textsOverLines_areOneLineEach', () => {
  expect(tagLines({ note: ' good\n\tas it is ', by: 'ada' })).toEqual([['by', 'ada'], ['note', 'good as it is']]);
  expect(tagLines({})).toEqual([]);
});
