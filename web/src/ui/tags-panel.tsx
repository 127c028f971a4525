import { useId, useState, type SubmitEvent } from 'react';
import { isNote, newTagFault, NOTE, NOTE_HINT, plainTags, textFault } from '@/lib/tags';
import { visible } from '@/lib/visible';
import { UserText } from './user-text';
import { Button } from './button';
import { Failure } from './notice';
import { Panel } from './panel';
import styles from './tags-panel.module.css';

type Props = {
  /** Whose they are, where the page doesn't say it. */
  of?: string;
  tags: Readonly<Record<string, string>>;
  /** Sets a tag, an empty value removes it; settles when it is recorded. */
  onSet: (name: string, value: string) => Promise<unknown>;
  error: Error | null;
};

/** A note, and other texts by name: to read and to change. */
export function TagsPanel({ of, tags, onSet, error }: Props) {
  const plain = plainTags(tags);
  return (
    <Panel title={of === undefined ? 'Note and tags' : `Note and tags ${of}`}>
      <div className={styles.tags} data-testid="tags">
        <Note text={tags[NOTE] ?? ''} onSet={(text) => onSet(NOTE, text)} />
        {plain.length > 0 && (
          <ul className={styles.list}>
            {plain.map(([name, value]) => (
              <li key={name} className={styles.tag}>
                <span>
                  <b><UserText cut text={name} /></b> <UserText text={value} />
                </span>
                <button
                  type="button"
                  className={styles.remove}
                  aria-label={visible(`Remove tag ${name}`)}
                  onClick={() => void onSet(name, '').catch(() => undefined)}
                >
                  ×
                </button>
              </li>
            ))}
          </ul>
        )}
        <NewTag onSet={onSet} />
        {error && <Failure error={error} />}
      </div>
    </Panel>
  );
}

function Note({ text, onSet }: { text: string; onSet: (text: string) => Promise<unknown> }) {
  const [draft, setDraft] = useState<string | null>(null);
  if (draft === null) {
    return (
      <div className={styles.note}>
        {text ? <p className={styles.text}><UserText text={text} /></p> : <p className={styles.soft}>No note yet</p>}
        <Button onClick={() => setDraft(text)}>{text ? 'Edit note' : 'Write a note'}</Button>
      </div>
    );
  }
  const fault = textFault(draft);
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    void onSet(draft).then(() => setDraft(null), () => undefined);
  };
  return (
    <form className={styles.note} onSubmit={save}>
      <textarea
        aria-label="Note"
        className={styles.area}
        rows={Math.min(12, Math.max(3, draft.split('\n').length + 1))}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
      />
      {fault && <p className={styles.fault}>{fault}</p>}
      <div className={styles.buttons}>
        <Button kind="primary" type="submit" disabled={fault !== null || draft === text}>
          Save note
        </Button>
        <Button onClick={() => setDraft(null)}>Cancel</Button>
      </div>
    </form>
  );
}

function NewTag({ onSet }: { onSet: Props['onSet'] }) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const hint = useId();
  const fault = newTagFault(name.trim(), value.trim());
  const taken = isNote(name.trim());
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    if (fault !== null) return;
    void onSet(name.trim(), value.trim()).then(
      () => {
        setName('');
        setValue('');
      },
      () => undefined,
    );
  };
  return (
    <form className={styles.form} onSubmit={add}>
      <input
        aria-label="Tag name"
        placeholder="tag"
        aria-invalid={taken}
        aria-describedby={taken ? hint : undefined}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <input aria-label="Tag text" placeholder="text" value={value} onChange={(event) => setValue(event.target.value)} />
      <Button type="submit" disabled={fault !== null} title={fault ?? undefined}>
        Set tag
      </Button>
      {taken && (
        <p id={hint} className={styles.fault} role="status">
          {NOTE_HINT}
        </p>
      )}
    </form>
  );
}
