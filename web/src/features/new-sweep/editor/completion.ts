import { pickedCompletion, snippetCompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { hoverTooltip } from '@codemirror/view';
import { placeAt, type Place } from '../model/place';
import { detailOf, infoOf, keysAt, schemasAt, valuesAt, type Proposal, type Schema } from '../model/schema';
import { valuesOf } from '../model/values';

/** Proposes keys and values by where the cursor stands. */
export function completions(schema: () => Schema | undefined) {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const root = schema();
    const text = state.doc.toString();
    const place = root && placeAt(text, pos);
    if (!root || !place || (!explicit && place.from === pos && place.kind === 'key' && !place.flow)) return null;
    const end = pos + (/^[^\s:,\]}]*/.exec(text.slice(pos))?.[0].length ?? 0);
    const file = valuesOf(text.slice(0, place.from) + text.slice(end));
    const keys = place.kind === 'value' ? [] : keysAt(root, place.path, file).map((each) => keyOption(each, place));
    const values = place.kind === 'key' ? [] : valuesAt(root, place.path, file).map(valueOption);
    const options = [...keys, ...values];
    return options.length === 0 ? null : { from: place.from, options, validFor: /^[\w.]*$/ };
  };
}

/** What the schema says of the key under the pointer. */
export const meaning = (schema: () => Schema | undefined) =>
  hoverTooltip(({ state }, pos) => {
    const root = schema();
    const line = state.doc.lineAt(pos);
    const word = wordAt(line.text, pos - line.from);
    const place = word && placeAt(state.doc.toString(), line.from + word.from);
    if (!root || !word || !place || place.kind === 'value') return null;
    const schemas = schemasAt(root, [...place.path, word.text], valuesOf(state.doc.toString()));
    const said = [infoOf(schemas), detailOf(schemas)].filter(Boolean).join(' · ');
    if (!said) return null;
    return {
      pos: line.from + word.from,
      create: () => {
        const dom = document.createElement('div');
        dom.className = 'cm-meaning';
        dom.textContent = said;
        return { dom };
      },
    };
  });

function wordAt(line: string, column: number): { from: number; text: string } | null {
  for (const { index, 0: text } of line.matchAll(/[\w.]+(?=\s*:)/g)) {
    if (index <= column && column <= index + text.length) return { from: index, text };
  }
  return null;
}

function keyOption({ label, detail, info, holds }: Proposal, { flow, path, indent }: Place): Completion {
  const option = { label, detail, info, type: 'property' };
  if (holds === 'list') return snippetCompletion(`${label}: [\${}]`, option);
  // The file's own keys open a block, what is within them fits on a line.
  if (holds === 'mapping' && (flow || path.length > 0)) return snippetCompletion(`${label}: {\${}}`, option);
  const apply = holds === 'mapping' ? `${label}:\n${' '.repeat(indent + 2)}` : `${label}: `;
  return { ...option, apply };
}

function valueOption({ label, detail, info }: Proposal): Completion {
  return {
    label,
    detail,
    info,
    type: 'enum',
    apply: (view, completion, from) => {
      const line = view.state.doc.lineAt(from);
      const to = from + (/^[^\s,\]}#]*/.exec(line.text.slice(from - line.from))?.[0].length ?? 0);
      view.dispatch({ changes: { from, to, insert: label }, selection: { anchor: from + label.length }, annotations: pickedCompletion.of(completion) });
    },
  };
}
