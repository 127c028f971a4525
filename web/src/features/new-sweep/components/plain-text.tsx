import { useImperativeHandle, useRef, type ComponentProps, type SyntheticEvent } from 'react';
import type TextEditor from '../editor/text-editor';
import { rangeOf } from '../model/offsets';
import styles from './new-sweep-page.module.css';

/** Stands in for the editor until its code is there, and where it can't be had. */
export function PlainText({ text, onChange, described, caretRef, ref }: ComponentProps<typeof TextEditor>) {
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => ({
    goTo: (problem) => {
      const { from, to } = rangeOf(field.current?.value ?? '', problem);
      field.current?.focus();
      field.current?.setSelectionRange(from, to);
    },
  }), []);
  const tell = ({ currentTarget }: SyntheticEvent<HTMLTextAreaElement>) => {
    caretRef.current = { from: currentTarget.selectionStart, to: currentTarget.selectionEnd };
  };
  return (
    <textarea
      ref={field}
      className={styles.text}
      value={text}
      onChange={(event) => {
        tell(event);
        onChange(event.target.value);
      }}
      onFocus={tell}
      onSelect={tell}
      onBlur={() => {
        caretRef.current = null;
      }}
      spellCheck={false}
      rows={18}
      aria-label="Sweep file"
      aria-describedby={described}
    />
  );
}
