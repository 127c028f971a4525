import type { Run } from '@/api/schemas';
import { byMagnitude, parameterText, type ParameterValue } from '@/lib/format';
import { keyText, literal } from '../model/filter-text';
import { names } from '../model/names';
import { onceFor } from '../model/once-for';

/** What every run has beside its metrics, parameters and tags, and what it is; the server's own list. */
export const ATTRIBUTES = {
  run_id: 'text',
  number: 'number',
  attempt: 'number',
  status: 'text',
  reason: 'text',
  epochs: 'number',
  best_epoch: 'number',
  seconds: 'number',
  band: 'number',
  start_time: 'time',
  end_time: 'time',
  created_at: 'time',
} as const;

export type Suggestion = {
  /** As it stands in a filter. */
  text: string;
  hint: string;
};

/** What a sweep's runs can be searched by. */
export type Vocabulary = {
  keys: readonly Suggestion[];
  /** By key; of keys with few values. */
  values: ReadonlyMap<string, readonly string[]>;
};

export type Completion = {
  /** What is replaced: from this character to before `end`. */
  start: number;
  end: number;
  suggestions: readonly Suggestion[];
};

/** A hyperparameter with more is a range, and nobody picks from it. */
const FEW_VALUES = 12;

/** Asked for when somebody types: of thousands of runs it takes its time. */
export const vocabulary = onceFor((runs): Vocabulary => {
  const metrics = names(runs, 'metrics').map((name) => ({ text: `metrics.${keyText(name)}`, hint: 'number' }));
  const tags = names(runs, 'tags').map((name) => ({ text: `tags.${keyText(name)}`, hint: 'text' }));
  const ofParameters = names(runs, 'parameters').map((name) => ({ name, values: distinct(runs, (run) => run.parameters[name]) }));
  const parameters = ofParameters.map(({ name, values }) => {
    const texts = written(values ?? [], parameterText);
    return { text: `params.${keyText(name)}`, hint: !values ? `over ${WRITTEN} values` : texts.length > 3 ? `${texts.length} values` : texts.join(', ') };
  });
  const attributes = Object.entries(ATTRIBUTES).map(([text, hint]) => ({ text, hint }));
  const values = new Map<string, readonly string[]>();
  const learn = (key: string, of: Values) => {
    const literals = written(of ?? [], literal).filter((text) => text !== null);
    if (of && literals.length <= FEW_VALUES) values.set(key, literals.sort(byMagnitude));
  };
  for (const { name, values: of } of ofParameters) learn(`params.${keyText(name)}`, of);
  for (const name of names(runs, 'tags')) learn(`tags.${keyText(name)}`, distinct(runs, (run) => run.tags[name]));
  learn('status', distinct(runs, (run) => run.status));
  learn('reason', distinct(runs, (run) => run.reason));
  return { keys: [...metrics, ...parameters, ...tags, ...attributes], values };
});

/** More are not looked for: that takes its time, and nobody picks from them. */
const WRITTEN = 1000;

/** Null for more than are written. */
type Values = ReadonlySet<ParameterValue | undefined> | null;

function distinct(runs: readonly Run[], value: (run: Run) => ParameterValue | undefined): Values {
  const found = new Set<ParameterValue | undefined>();
  for (const run of runs) {
    found.add(value(run));
    if (found.size > WRITTEN) return null;
  }
  return found;
}

/** Of those that are written the same one. */
function written<T>(values: Iterable<ParameterValue | undefined>, write: (value: ParameterValue | undefined) => T): T[] {
  return [...new Set([...values].map(write))];
}

const WORD = /[\p{L}\p{N}_./-]*$/u;
const REST_OF_WORD = /^[\p{L}\p{N}_./-]*/u;
const VALUE_PLACE = /([^\s()=!<>]+)\s*!?=\s*$|([^\s()=!<>]+)\s+(?:NOT\s+)?IN\s*\((?:[^()]*,)?\s*$/i;

/** What could stand where the cursor is; null where nothing is known of it. */
export function completion(text: string, caret: number, { keys, values }: Vocabulary): Completion | null {
  const before = text.slice(0, caret);
  const inText = (before.match(/'/g)?.length ?? 0) % 2 === 1;
  const start = inText ? before.lastIndexOf("'") : caret - (WORD.exec(before)?.[0].length ?? 0);
  const place = before.slice(0, start);
  const value = VALUE_PLACE.exec(place);
  const key = (value?.[1] ?? value?.[2])?.replace(/^param(?:eter)?s?\./, 'params.');
  const known = key === undefined
    ? inText || !isKeyPlace(place) ? [] : keys
    : (values.get(key) ?? []).map((each) => ({ text: each, hint: '' }));
  const suggestions = matching(known, before.slice(start));
  if (suggestions.length === 0) return null;
  const rest = (inText ? /^[^'\s]*'?/ : REST_OF_WORD).exec(text.slice(caret))?.[0].length ?? 0;
  return { start, end: caret + rest, suggestions };
}

/** A key stands at the beginning, after AND and OR, and after a parenthesis that is not IN's; NOT may stand between. */
function isKeyPlace(place: string): boolean {
  const opened = place.replace(/(?<!\bIN\s*)\(/gi, ' AND ').replace(/(?:\bNOT\s+)+$/i, '');
  return /(?:^|\b(?:AND|OR)\s)\s*$/i.test(opened);
}

/** Those whose text or name the word begins come before those that it is part of; none where it is written already. */
function matching(known: readonly Suggestion[], word: string): Suggestion[] {
  if (known.some(({ text }) => text === word)) return [];
  const wanted = word.toLowerCase().replace(/^'/, '');
  const begins = ({ text }: Suggestion): boolean =>
    [text, text.slice(text.indexOf('.') + 1)].some((each) => each.toLowerCase().replace(/^['`]/, '').startsWith(wanted));
  const found = known.filter(({ text }) => text.toLowerCase().includes(wanted));
  return [...found.filter(begins), ...found.filter((each) => !begins(each))];
}

/** The text with a suggestion in its place, and where the cursor goes then. */
export function completed(text: string, { start, end }: Completion, suggestion: string): { text: string; caret: number } {
  const after = text.slice(end);
  const space = /^[\s),]/.test(after) ? '' : ' ';
  return { text: text.slice(0, start) + suggestion + space + after, caret: start + suggestion.length + (space || after.startsWith(' ') ? 1 : 0) };
}
