import { useEffect, useImperativeHandle, useLayoutEffect, useRef, type Ref, type RefObject } from 'react';
import type { Problem } from '@/api/schemas';
import { useLatest } from '@/ui/use-latest';
import type { Schema } from '../model/schema';
import { SweepEditor, type Caret, type Fault } from './editor';

export type EditorHandle = { goTo: (problem: Problem) => void };

type Props = {
  text: string;
  /** Another one when the text was replaced rather than typed. */
  version: number;
  onChange: (text: string) => void;
  schema: Schema | undefined;
  faults: readonly Fault[];
  /** Of which text the faults are. */
  checked: string;
  /** The id of what says how to use it. */
  described: string;
  /** Where one is typing in the field that stands in for this one; null where one isn't. */
  caretRef: RefObject<Caret | null>;
  ref: Ref<EditorHandle>;
};

/** CodeMirror, as a field of the page. */
export default function TextEditor({ text, version, onChange, schema, faults, checked, described, caretRef, ref }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const editor = useRef<SweepEditor>(null);
  const latest = useLatest({ text, onChange });
  useLayoutEffect(() => { // Before the next key, as what follows: it would be lost between two texts.
    if (!frame.current) return;
    const made = new SweepEditor(frame.current, latest.current.text, described, (typed) => latest.current.onChange(typed));
    if (caretRef.current) made.focus(caretRef.current);
    editor.current = made;
    return () => {
      made.destroy();
      editor.current = null;
    };
  }, [latest, described, caretRef]);
  useLayoutEffect(() => editor.current?.setText(latest.current.text), [version, latest]);
  useEffect(() => schema && editor.current?.completeBy(schema), [schema]);
  useEffect(() => editor.current?.show(faults, checked), [faults, checked]);
  useImperativeHandle(ref, () => ({ goTo: (problem) => editor.current?.goTo(problem) }), []);
  return <div ref={frame} data-testid="editor" />;
}
