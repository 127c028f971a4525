import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { launchOf, useFollowed, useServer } from '@/api/server';
import { LaunchNotice } from '@/ui/launch-notice';
import { LINK_BUTTON } from '@/ui/button';
import { Failure } from '@/ui/notice';
import { useTitle } from '@/ui/use-title';
import { UserText } from '@/ui/user-text';
import { useStart } from '../api/new-sweep';
import { sourceText, sweepName, type StartView } from '../model/view';
import { NoAdvice, useBeginning } from '../use-beginning';
import { useDraft } from '../use-draft';
import { DraftPanel } from './draft-panel';
import { Ask, DraftBar, lines } from './draft-bar';
import { TimeAgo } from '@/ui/time-ago';
import styles from './new-sweep-page.module.css';

type Props = { view: StartView; setView: (view: StartView) => void };

/** Write a sweep file, see what is wrong with it, start it. */
export function NewSweepPage({ view, setView }: Props) {
  useTitle('New sweep');
  const navigate = useNavigate();
  const state = useDraft();
  const { draft } = state;
  const beginning = useBeginning(view, state);
  const start = useStart();
  const server = useServer();
  const launch = launchOf(start.data, server?.starting);
  const started = (launch ?? start.data)?.sweep_id ?? null;
  useEffect(() => {
    if (started === null) return;
    state.done();
    void navigate({ to: '/sweeps/$sweepId', params: { sweepId: started } });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once it has started
  }, [started, navigate]);
  // Of others too, and of those that were asked for before this page was left.
  const followed = useFollowed(server?.starting);
  const others = followed.filter((each) => each.status !== 'started' && each.launch_id !== launch?.launch_id);
  return (
    <div className={styles.page}>
      <header>
        <nav className={styles.trail} aria-label="Where this is">
          <Link to="/">Sweeps</Link> <span aria-hidden="true">/</span> new
        </nav>
        <h1>New sweep</h1>
      </header>
      {beginning.error instanceof NoAdvice ? (
        <p className={styles.ask} role="status" data-testid="no-advice">
          <span>The runs of <UserText cut text={sweepName(view.from ?? '')} /> advise no other space than they had</span>
          <Link to="/new" search={{ from: view.from }} className={LINK_BUTTON}>
            Open it as it is
          </Link>
        </p>
      ) : (
        beginning.error && <Failure error={beginning.error} />
      )}
      {beginning.asks && (
        <Ask
          text={<>There is a draft of {lines(draft.text)}, last changed <TimeAgo at={new Date(draft.at).toISOString()} />. Replace it by {sourceText(view)}?</>}
          yes="Replace"
          no="Keep the draft"
          onYes={beginning.take}
          onNo={() => {
            beginning.keep();
            setView({});
          }}
        />
      )}
      <DraftBar state={state} />
      <DraftPanel
        state={state}
        begin={(name) => {
          if (name === view.example) beginning.again();
          else setView({ example: name });
        }}
        start={start}
        starting={start.isPending || launch?.status === 'starting'}
        startsSweeps={server?.starts_sweeps}
      />
      {[...others, ...(launch ? [launch] : [])].map((each) => (
        <LaunchNotice key={each.launch_id} name={each.name} problem={each.problem} />
      ))}
    </div>
  );
}
