import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { forget, remember, remembered } from '@/lib/remembered';
import { Button } from '@/ui/button';
import layout from '../layout.module.css';
import styles from './keys-dialog.module.css';
import { shortcuts } from './keys';
import { useKeys } from './use-keys';

const OFF = 'keys off';

/** The keys, what they do, and the way to have none: whoever speaks to the browser may press them unawares. */
export function Keys() {
  const [dialog, setDialog] = useState<HTMLDialogElement | null>(null);
  const navigate = useNavigate();
  const [on, setOn] = useState(() => remembered(OFF) === null);
  const all = useMemo(
    () => shortcuts((to) => void navigate({ to }), () => dialog?.showModal()),
    [navigate, dialog],
  );
  useKeys(all, on);
  const turn = (to: boolean) => {
    setOn(to);
    if (to) forget(OFF);
    else remember(OFF, 'yes');
  };
  return (
    <>
      <button type="button" className={layout.tool} aria-label="Keys" title="Keys (?)" onClick={() => dialog?.showModal()}>
        <span aria-hidden="true">?</span>
      </button>
      <dialog ref={setDialog} className={styles.dialog} aria-labelledby="keys-title">
        <h2 id="keys-title">Keys</h2>
        <dl className={styles.keys}>
          {all.map(({ keys, does }) => (
            <div key={does}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <p className={styles.note}>In a chart, drag to select runs, and with Shift to zoom: so do + and −; arrows move, 0 or a double click shows all. Esc closes a list or this.</p>
        <label className={styles.switch}>
          <input type="checkbox" checked={on} onChange={(event) => turn(event.target.checked)} /> Obey these keys while nothing is typed
        </label>
        <form method="dialog">
          <Button type="submit" kind="primary">
            Close
          </Button>
        </form>
      </dialog>
    </>
  );
}
