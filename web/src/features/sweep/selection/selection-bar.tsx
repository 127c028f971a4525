import { useMemo, useState } from 'react';
import { url } from '@/api/client';
import type { Run } from '@/api/schemas';
import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { Failure } from '@/ui/notice';
import { UserText } from '@/ui/user-text';
import { listText, numbersOf } from '../model/numbers';
import { filteredText } from '../model/run-look';
import { filePath } from '../model/view';
import { useSweep } from '../sweep-context';
import { RunTagsDialog } from '../tags/run-tags-dialog';
import { CompareLink } from './compare-link';
import styles from './selection-bar.module.css';
import { useBulkActions, type BulkActions } from './use-bulk-actions';

/** What every chart and the table show, as long as that isn't all, and what is chosen with what can be done to it: in sight wherever on the page. */
export function SelectionBar() {
  const { runs, filtered, ticks, setView } = useSweep();
  const { applied, shown, loading } = filtered;
  const selected = useMemo(() => ticks.of(runs, shown), [ticks, runs, shown]);
  const actions = useBulkActions(selected);
  if (applied === '' && selected.length === 0 && !actions.done) return null;
  return (
    <section className={styles.bar} aria-label="Selection" data-testid="selection">
      {applied !== '' && (
        <span ref={leavesFocus} className={styles.part}>
          <b>{loading ? 'Selecting …' : filteredText(shown, runs)}</b>
          <code className={styles.filter}><UserText text={applied} /></code>
          <a href="#runs">Edit</a>
          <Button onClick={() => setView({ filter: undefined })}>Release</Button>
        </span>
      )}
      {actions.done && (
        <span ref={leavesFocus} className={styles.done} role="status" data-testid="bulk-done">
          {actions.done.text}{' '}
          <Button disabled={actions.pending} onClick={() => void actions.done?.undo().catch(() => undefined)}>
            Undo
          </Button>
          <Button onClick={actions.forget}>Dismiss</Button>
        </span>
      )}
      {selected.length > 0 && <Chosen selected={selected} actions={actions} />}
      {actions.error && <Failure error={actions.error} />}
    </section>
  );
}

/** What goes with the focus in it leaves it to the runs, or the next press of Tab would begin at the top of the page. */
function leavesFocus(part: HTMLElement) {
  return () => {
    const runs = document.getElementById('runs');
    if (!runs || !part.contains(document.activeElement)) return;
    runs.tabIndex = -1;
    runs.focus({ preventScroll: true });
  };
}

function Chosen({ selected, actions }: { selected: readonly Run[]; actions: BulkActions }) {
  const { sweep, filtered, ticks, view, setView, baseline } = useSweep();
  const [tagged, setTagged] = useState<readonly number[] | null>(null);
  const [one] = selected.length === 1 ? selected : [];
  const listed = { ...view, filter: ticks.filter(filtered.applied) };
  const pins = numbersOf(view.pins);
  const further = selected.filter(({ number }) => !pins.includes(number));
  return (
    <span ref={leavesFocus} className={styles.chosen}>
      <b>{plural(selected.length, 'chosen run')}</b>
      <CompareLink selected={selected} />
      {one && baseline?.number !== one.number && <Button onClick={() => setView({ baseline: one.number })}>Baseline</Button>}
      {further.length > 0 && further.length <= MOST_PINNED - pins.length && (
        <Button onClick={() => setView({ pins: listText([...pins, ...further.map(({ number }) => number)]) })}>Pin</Button>
      )}
      <Button onClick={() => setTagged(selected.map((run) => run.number))}>Note and tags</Button>
      <span className={styles.files} data-testid="chosen-files">
        <a href={url(filePath(sweep.sweep_id, 'csv', listed))} download>
          CSV
        </a>{' '}
        <a href={url(filePath(sweep.sweep_id, 'jsonl', listed))} download>
          JSONL
        </a>
      </span>
      <Button kind="danger" disabled={actions.pending} onClick={() => void actions.remove().catch(() => undefined)}>
        Delete {plural(selected.length, 'run')}
      </Button>
      <Button onClick={() => setView({ runs: undefined })}>Clear</Button>
      {tagged && <RunTagsDialog numbers={tagged} onSet={actions.tag} error={actions.error} onClose={() => setTagged(null)} />}
    </span>
  );
}

/** They stand above the table's other rows. */
const MOST_PINNED = 20;
