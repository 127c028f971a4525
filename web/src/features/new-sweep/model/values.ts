import { yamlLanguage } from '@codemirror/lang-yaml';
import type { SyntaxNode } from '@lezer/common';

/** What YAML holds; a text for each scalar. */
export type Value = string | null | readonly Value[] | { readonly [key: string]: Value };

const PARTS = ['BlockMapping', 'FlowMapping', 'BlockSequence', 'FlowSequence', 'Literal', 'QuotedLiteral', 'BlockLiteral'];

/** What can be read of a text that need not be whole. */
export function valuesOf(text: string): Value {
  const root = yamlLanguage.parser.parse(text).topNode.firstChild;
  return root ? within(root, text) : null;
}

function within(node: SyntaxNode, text: string): Value {
  const part = children(node).find(({ name }) => PARTS.includes(name));
  return part ? valueOf(part, text) : null;
}

function valueOf(node: SyntaxNode, text: string): Value {
  if (node.name.endsWith('Mapping')) {
    const pairs = children(node).flatMap((pair): [string, Value][] => {
      const key = pair.getChild('Key');
      if (!key) return [];
      const value = children(pair).find(({ name, from }) => from >= key.to && PARTS.includes(name));
      return [[scalar(text.slice(key.from, key.to)), value ? valueOf(value, text) : null]];
    });
    return Object.fromEntries(pairs);
  }
  if (node.name.endsWith('Sequence')) return node.getChildren('Item').map((item) => within(item, text));
  return scalar(text.slice(node.from, node.to));
}

function children(node: SyntaxNode): SyntaxNode[] {
  const all: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) all.push(child);
  return all;
}

function scalar(text: string): string {
  return /^".*"$|^'.*'$/s.test(text) ? text.slice(1, -1) : text;
}
