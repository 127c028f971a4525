import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Answer, Disagreement } from '@/api/comparison-schemas';
import { count, plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { Empty, Failure, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { confidenceText, ImageCard, ImageCards, labelName } from '@/ui/image-card';
import { RunMark } from '@/ui/run-mark';
import { Segmented } from '@/ui/segmented';
import { UserText } from '@/ui/user-text';
import { disagreementsQuery } from '../api/images';
import { useCompare, type Shown } from '../compare-context';
import styles from './images-panel.module.css';

const PARTS = [
  { value: 'validation', label: 'validation' },
  { value: 'test', label: 'test' },
] as const;

/** The images that the runs disagree on, each with what they take it for. */
export function ImagesPanel() {
  const { runs, view, setView } = useCompare();
  const ids = useMemo(() => runs.map(({ run }) => run.run_id), [runs]);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(disagreementsQuery(ids, view.part));
  // Of a program's own runs it is not recorded what they take images for.
  if (runs.length < 2 || runs.every(({ sweep }) => sweep.method === 'external')) return null;
  const first = data?.pages[0];
  const part = view.part ?? first?.part ?? 'validation';
  const answering = (first?.run_ids ?? []).flatMap((id) => runs.find(({ run }) => run.run_id === id) ?? []);
  const left = runs.filter((shown) => !answering.includes(shown)).map(({ name }) => name);
  return (
    <Panel
      title="Images they disagree on"
      note={first?.part && `${count(first.total)} of ${plural(first.images, `${part} image`)}`}
      actions={<Segmented label="Images" value={part} options={PARTS} onChange={(value) => setView({ part: value })} />}
    >
      <div className={styles.panel} data-testid="disagreements">
        {error && <Failure error={error} onRetry={() => void refetch()} />}
        {!error && !first && <Loading what="the images" />}
        {first && !first.part && <Empty title={`No two of the runs have ${view.part ? `${view.part} ` : ''}images in common of which it is recorded what they take them for`} />}
        {first?.part && first.total === 0 && <Empty title="They take each image for the same class" />}
        {first?.part && left.length > 0 && <p className={styles.note}>Not asked about these images: <UserText text={left.join(', ')} />.</p>}
        {first?.without_pictures && first.total > 0 && <p className={styles.note}>Without pictures: <UserText text={first.without_pictures} />.</p>}
        <ImageCards>
          {data?.pages.flatMap(({ disagreements }) => disagreements.map((image) => <Image key={image.index} image={image} runs={answering} />))}
        </ImageCards>
        {hasNextPage && (
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            More images
          </Button>
        )}
      </div>
    </Panel>
  );
}

function Image({ image, runs }: { image: Disagreement; runs: readonly Shown[] }) {
  const labels = runs[0]?.sweep.dataset?.labels ?? [];
  return (
    <ImageCard index={image.index} picture={image.picture} label={labelName(labels, image.label)}>
      <ul className={styles.answers}>
        {image.answers.map((answer, place) => {
          const shown = runs[place];
          return shown && <Line key={shown.run.run_id} answer={answer} shown={shown} labels={labels} />;
        })}
      </ul>
    </ImageCard>
  );
}

function Line({ answer, shown, labels }: { answer: Answer; shown: Shown; labels: readonly string[] }) {
  return (
    <li className={answer.right === false ? styles.wrong : undefined} title={`${shown.name}${answer.right === null ? '' : answer.right ? ', right' : ', wrong'}`}>
      <RunMark place={shown.place} />
      <span className="unseen">{shown.name}:</span>
      <b><UserText cut text={labelName(labels, answer.predicted) ?? ''} /></b> {confidenceText(answer.confidence)}
    </li>
  );
}
