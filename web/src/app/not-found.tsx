import { Link } from '@tanstack/react-router';
import { useTitle } from '@/ui/use-title';
import styles from './layout.module.css';

export function NotFound() {
  useTitle('Not found');
  return (
    <div className={styles.centre}>
      <h1>There is no such page</h1>
      <p>
        The address is not one of Trawl’s pages. <Link to="/">All sweeps</Link> are listed on the first one; a run’s page is{' '}
        <code>/runs/</code> and its id, or <code>/sweeps/SWEEP/runs/</code> and its number.
      </p>
    </div>
  );
}
