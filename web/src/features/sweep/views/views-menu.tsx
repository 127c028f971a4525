import { useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { visible } from '@/lib/visible';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/notice';
import { Popover } from '@/ui/popover';
import { UserText } from '@/ui/user-text';
import { useViewChange, viewsQuery, type SavedView } from '@/api/views';
import { viewSchema } from '../model/view';
import { useSweep } from '../sweep-context';
import { isShown, savedQuery, viewOf } from './saved-query';
import styles from './views-menu.module.css';

/** Everything that a view may say, as nothing: what is loaded leaves nothing of what was there. */
const NOTHING = Object.fromEntries(Object.keys(viewSchema.shape).map((name) => [name, undefined]));
const LONGEST_NAME = 250;

/** Views under names, for the page of any sweep: to load, to save, to rename, to delete. */
export function ViewsMenu() {
  const { sweep, view, setView, waiting } = useSweep();
  const { data, error } = useQuery({ ...viewsQuery, enabled: !waiting });
  const change = useViewChange();
  const query = savedQuery(view, sweep.sweep_id);
  const views = data ?? [];
  const shown = views.find((saved) => isShown(saved.query, view, sweep.sweep_id));
  const label = shown ? `View: ${shown.name}` : views.length > 0 ? `Views (${views.length})` : 'Views';
  return (
    <Popover label={<UserText cut text={label} />}>
      <div className={styles.views} data-testid="views">
        <ul>
          {views.map((saved) => (
            <Saved
              key={saved.name}
              saved={saved}
              shown={saved === shown}
              load={() => setView({ ...NOTHING, ...viewOf(saved.query, sweep.sweep_id) })}
              overwrite={() => change.mutate({ name: saved.name, query })}
              rename={(rename) => change.mutateAsync({ name: saved.name, rename })}
              forget={() => change.mutate({ name: saved.name, forget: true })}
            />
          ))}
        </ul>
        <NewView taken={views.map(({ name }) => name)} onSave={(name) => change.mutateAsync({ name, query })} />
        {change.error && <Failure error={change.error} />}
        {error && <Failure error={error} />}
      </div>
    </Popover>
  );
}

type SavedProps = {
  saved: SavedView;
  /** Whether the page shows it. */
  shown: boolean;
  load: () => void;
  overwrite: () => void;
  rename: (name: string) => Promise<unknown>;
  forget: () => void;
};

function Saved({ saved: { name }, shown, load, overwrite, rename, forget }: SavedProps) {
  const [draft, setDraft] = useState<string | null>(null);
  if (draft !== null) {
    const save = (event: SubmitEvent) => {
      event.preventDefault();
      void rename(draft.trim()).then(() => setDraft(null), () => undefined);
    };
    return (
      <li>
        <form className={styles.form} onSubmit={save}>
          <input autoFocus aria-label={visible(`New name of ${name}`)} maxLength={LONGEST_NAME} value={draft} onChange={(event) => setDraft(event.target.value)} />
          <Button type="submit" disabled={draft.trim() === ''}>Rename</Button>
          <Button onClick={() => setDraft(null)}>Cancel</Button>
        </form>
      </li>
    );
  }
  return (
    <li>
      <button type="button" className={styles.load} aria-current={shown || undefined} onClick={load}>
        <UserText cut text={name} />
      </button>
      {!shown && <Action label="overwrite" name={name} title="Saves what is shown under this name" act={overwrite} />}
      <Action label="rename" name={name} act={() => setDraft(name)} />
      <Action label="delete" name={name} act={forget} />
    </li>
  );
}

function Action({ label, name, title, act }: { label: string; name: string; title?: string; act: () => void }) {
  return (
    <button type="button" className={styles.action} aria-label={visible(`${label} ${name}`)} title={title} onClick={act}>
      {label}
    </button>
  );
}

function NewView({ taken, onSave }: { taken: readonly string[]; onSave: (name: string) => Promise<unknown> }) {
  const [name, setName] = useState('');
  const overwrites = taken.includes(name.trim());
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    void onSave(name.trim()).then(() => setName(''), () => undefined);
  };
  return (
    <form className={styles.form} onSubmit={save}>
      <input aria-label="Name of what is shown" placeholder="a name for what is shown" maxLength={LONGEST_NAME} value={name} onChange={(event) => setName(event.target.value)} />
      <Button type="submit" disabled={name.trim() === ''}>
        {overwrites ? 'Overwrite' : 'Save'}
      </Button>
    </form>
  );
}
