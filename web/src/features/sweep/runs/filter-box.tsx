import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { UserText } from '@/ui/user-text';
import { completed, completion, type Vocabulary } from './filter-keys';
import styles from './filter-box.module.css';

type Props = {
  id: string;
  value: string;
  onChange: (value: string) => void;
  vocabulary: () => Vocabulary;
  invalid: boolean;
  /** A filter, for an empty box. */
  example: string | undefined;
  /** The id of what says why. */
  describedBy: string;
};

/** A line of text that proposes what could stand where the cursor is: a combobox as ARIA describes it. */
export function FilterBox({ id, value, onChange, vocabulary, invalid, example, describedBy }: Props) {
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const nextCaret = useRef<number | null>(null);
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const proposed = open ? completion(value, caret, vocabulary()) : null;
  const suggestions = proposed?.suggestions ?? [];
  useLayoutEffect(() => {
    if (nextCaret.current === null) return;
    input.current?.setSelectionRange(nextCaret.current, nextCaret.current);
    nextCaret.current = null;
  });
  const show = (shown: boolean) => {
    setOpen(shown);
    setActive(-1);
  };
  const accept = (index: number) => {
    const suggestion = suggestions[index];
    if (!proposed || !suggestion) return;
    const next = completed(value, proposed, suggestion.text);
    nextCaret.current = next.caret;
    setCaret(next.caret);
    show(false);
    onChange(next.text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { length } = suggestions;
    if (event.key === 'Enter') {
      if (active < 0) {
        show(false);
        return; // The form is submitted.
      }
      accept(active);
    } else if (event.key === 'Escape' && length > 0) {
      show(false);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (length === 0) show(true);
      else setActive(active < 0 && step < 0 ? length - 1 : (active + step + length) % length);
    } else {
      return;
    }
    event.preventDefault();
  };
  return (
    <div className={styles.box}>
      <input
        ref={input}
        id={id}
        className={styles.text}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={suggestions.length > 0}
        aria-controls={list}
        aria-activedescendant={active >= 0 ? `${list}-${active}` : undefined}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        value={value}
        placeholder={example}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        enterKeyHint="search"
        onKeyDown={onKeyDown}
        onBlur={() => show(false)}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
        onChange={(event) => {
          setCaret(event.target.selectionStart ?? 0);
          show(event.target.value !== '');
          onChange(event.target.value);
        }}
      />
      <ul id={list} role="listbox" aria-label="What could stand here" className={styles.list} hidden={suggestions.length === 0}>
        {suggestions.map(({ text, hint }, index) => (
          <li
            key={text}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === active}
            className={styles.option}
            ref={index === active ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
            onMouseDown={(event) => event.preventDefault()} // the box keeps the focus
            onClick={() => accept(index)}
          >
            <span><UserText cut text={text} /></span> <span className={styles.hint}>{hint}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
