import { useQueryClient } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useChanges, useConnection } from '@/api/events';
import { Button } from '@/ui/button';
import styles from './layout.module.css';
import { reloadOnce, scriptOf, servedPage } from './server-answers';

/** A gap this short is no news. */
const GRACE_MILLISECONDS = 800;

/** Says that the server can't be reached, or that another one answers; brings the page up to date when it is back. */
export function ServerBar() {
  const gone = useLasting(useConnection() === 'reconnecting');
  const waiting = useRouterState({ select: (state) => state.status === 'pending' });
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const [newBuild, setNewBuild] = useState<string | null>(null);
  const client = useQueryClient();
  useChanges(async ({ resync }) => {
    if (!resync) return;
    const script = scriptOf(new DOMParser().parseFromString(await servedPage(), 'text/html'));
    if (script !== null && script !== scriptOf(document)) setNewBuild(script);
    else await client.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
  });
  // This page's code may not understand the other's answers; what somebody writes here must not be lost for it.
  useEffect(() => {
    if (newBuild !== null && !isWriting()) reloadOnce(newBuild);
  }, [newBuild, path]);
  return (
    <div className={styles.notices} aria-live="assertive">
      {gone && (
        <p className={styles.gone} data-testid="server-gone">
          <b>Trawl’s server can’t be reached.</b> Is <code>./trawl serve</code> running?{' '}
          {waiting ? 'The page that you asked for opens' : 'What is shown may be old. It is brought up to date'} as soon as the
          server answers.
        </p>
      )}
      {!gone && newBuild !== null && (
        <p className={styles.gone} data-testid="other-build">
          <b>Another version of Trawl answers now.</b> This page is still the old one’s.{' '}
          <Button onClick={() => location.reload()}>Load it again</Button>
        </p>
      )}
    </div>
  );
}

function isWriting(): boolean {
  const editor = document.querySelector('[contenteditable=true]');
  return editor !== null || [...document.querySelectorAll('textarea')].some(({ value }) => value.trim() !== '');
}

/** Whether something has been true for a while. */
function useLasting(now: boolean): boolean {
  const [lasting, setLasting] = useState(false);
  if (!now && lasting) setLasting(false);
  useEffect(() => {
    if (!now) return undefined;
    const timer = setTimeout(() => setLasting(true), GRACE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [now]);
  return lasting;
}
