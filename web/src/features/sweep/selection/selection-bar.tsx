import { plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { UserText } from '@/ui/user-text';
import { filteredText } from '../model/run-look';
import { useSweep } from '../sweep-context';
import { CompareLink } from './compare-link';
import styles from './selection-bar.module.css';

/** What every chart and the table show, as long as that isn't all, and what is chosen: in sight wherever on the page. */
export function SelectionBar() {
  const { runs, filtered, chosen, setView } = useSweep();
  const { applied, shown, loading } = filtered;
  if (applied === '' && chosen.size < 2) return null;
  return (
    <section className={styles.bar} aria-label="Selection" data-testid="selection">
      {applied !== '' && (
        <>
          <b>{loading ? 'Selecting …' : filteredText(shown, runs)}</b>
          <code className={styles.filter}><UserText text={applied} /></code>
          <a href="#runs">Edit</a>
          <Button onClick={() => setView({ filter: undefined, page: undefined })}>Release</Button>
        </>
      )}
      {chosen.size > 1 && (
        <span className={styles.chosen}>
          {plural(chosen.size, 'chosen run')} <CompareLink />
        </span>
      )}
    </section>
  );
}
