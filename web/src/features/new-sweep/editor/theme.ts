import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The page's own colours, so that light and dark follow it. */
const look = EditorView.theme({
  '&': { backgroundColor: 'var(--surface-sunken)', color: 'var(--ink)', border: '1px solid var(--line-strong)', borderRadius: 'var(--radius)' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', fontSize: '0.8125rem', lineHeight: '1.55', minHeight: '20rem', maxHeight: 'max(20rem, 70vh)' },
  '.cm-content': { caretColor: 'var(--ink)', padding: 'var(--space-2) 0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--surface-chosen)' },
  '.cm-gutters': { backgroundColor: 'var(--surface-sunken)', color: 'var(--ink-faint)', borderRight: '1px solid var(--line)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--surface-chosen)', color: 'var(--ink)' },
  '.cm-matchingBracket': { backgroundColor: 'var(--surface-chosen)', outline: '1px solid var(--line-strong)' },
  '.cm-placeholder': { color: 'var(--ink-faint)' },
  '.cm-tooltip': { border: '1px solid var(--line-strong)', borderRadius: 'var(--radius)', backgroundColor: 'var(--surface)', color: 'var(--ink)', maxWidth: 'min(26rem, 92vw)' },
  '.cm-meaning, .cm-tooltip.cm-completionInfo': { padding: 'var(--space-1) var(--space-2)', fontSize: 'var(--text-m)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', fontSize: 'var(--text-m)', maxWidth: 'min(26rem, 92vw)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.15rem var(--space-2)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--surface-chosen)', color: 'var(--ink)' },
  '.cm-completionDetail': { color: 'var(--ink-faint)', fontStyle: 'normal' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-diagnostic': { fontFamily: 'var(--font)', fontSize: 'var(--text-m)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--low)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--mid)' },
  '.cm-lintRange-error, .cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--low)', textDecorationSkipInk: 'none', textUnderlineOffset: '3px' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--mid)' },
});

const words = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)', fontWeight: '600' },
  { tag: tags.string, color: 'var(--high)' },
  { tag: tags.comment, color: 'var(--ink-faint)', fontStyle: 'italic' },
  { tag: [tags.labelName, tags.typeName, tags.attributeValue], color: 'var(--series-3)' },
  { tag: tags.punctuation, color: 'var(--ink-soft)' },
]);

export const theme = [look, syntaxHighlighting(words)];
