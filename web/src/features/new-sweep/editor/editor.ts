import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLineGutter, keymap, lineNumbers, placeholder } from '@codemirror/view';
import type { Problem } from '@/api/schemas';
import { styleNonce } from '@/lib/style-nonce';
import { visible } from '@/lib/visible';
import { rangeOf } from '../model/offsets';
import type { Schema } from '../model/schema';
import { completions, meaning } from './completion';
import { theme } from './theme';

/** A selection; empty where from = to. */
export type Caret = { from: number; to: number };

export type Fault = Problem & { severity: 'error' | 'warning' };

/** An editor of sweep files, within `parent`. */
export class SweepEditor {
  private readonly view: EditorView;
  private schema: Schema | undefined;

  constructor(parent: HTMLElement, text: string, described: string, onChange: (text: string) => void) {
    const schema = () => this.schema;
    this.view = new EditorView({
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          EditorView.cspNonce.of(styleNonce()),
          lineNumbers(),
          highlightActiveLineGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          indentUnit.of('  '),
          bracketMatching(),
          closeBrackets(),
          yaml(),
          theme,
          lintGutter(),
          meaning(schema),
          autocompletion({ override: [completions(schema)], icons: false, activateOnCompletion: ({ type }) => type === 'property' }),
          EditorView.lineWrapping,
          placeholder('name: my-sweep\ndataset: mnist\nmethod: random\nrun_cap: 8\n…'),
          EditorView.contentAttributes.of({ 'aria-label': 'Sweep file', 'aria-describedby': described, spellcheck: 'false', tabindex: '0' }),
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
  }

  completeBy(schema: Schema): void {
    this.schema = schema;
  }

  /** Replaces all of it, in one step that can be undone. */
  setText(text: string): void {
    const { state } = this.view;
    if (state.doc.toString() === text) return;
    this.view.dispatch({ changes: { from: 0, to: state.doc.length, insert: text }, selection: { anchor: 0 }, scrollIntoView: true });
  }

  /** Marks these and no others; of another text nothing is marked. */
  show(faults: readonly Fault[], text: string): void {
    if (this.view.state.doc.toString() !== text) return;
    const found = faults.map((fault): Diagnostic => ({ ...rangeOf(text, fault), severity: fault.severity, message: messageOf(fault) }));
    this.view.dispatch(setDiagnostics(this.view.state, found));
  }

  /** Puts the cursor where a problem is. */
  goTo(problem: Problem): void {
    this.focus(rangeOf(this.view.state.doc.toString(), problem));
  }

  /** Puts the cursor there, or where the text ends before, and in sight. */
  focus({ from, to }: Caret): void {
    const { length } = this.view.state.doc;
    const selection = { anchor: Math.min(from, length), head: Math.min(to, length) };
    this.view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: 'center' }) });
    this.view.focus();
  }

  destroy(): void {
    this.view.destroy();
  }
}

function messageOf({ found, expected, nearest }: Problem): string {
  return visible(`found ${found}, expected ${expected}${nearest ? ` (did you mean ${nearest}?)` : ''}`);
}
