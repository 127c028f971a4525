import { useInfiniteQuery } from '@tanstack/react-query';
import type { RunImages } from '@/api/comparison-schemas';
import { count, plural } from '@/lib/format';
import { Button } from '@/ui/button';
import { confidenceText, ImageCard, ImageCards, labelName } from '@/ui/image-card';
import { Empty, Failure, Loading } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import { Segmented } from '@/ui/segmented';
import { UserText } from '@/ui/user-text';
import { imagesQuery } from '../api/images';
import { cellOf } from '../model/view';
import { useRun } from '../run-context';
import styles from './images-panel.module.css';

const PARTS = [
  { value: 'test', label: 'test' },
  { value: 'validation', label: 'validation' },
] as const;

/** The images that the run takes for what they are not, the surest first; or those of a cell of the confusion matrix. */
export function ImagesPanel() {
  const { run, sweep, learned, view, setView } = useRun();
  const part = view.part ?? (run.evaluation ? 'test' : 'validation');
  const cell = cellOf(view);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(imagesQuery(run.run_id, part, cell));
  const first = data?.pages[0];
  const labels = sweep?.dataset?.labels ?? [];
  const isAsked = view.part !== undefined || cell !== null;
  if (sweep?.dataset === null || (!sweep && !first)) return null; // no images, or not known yet
  // A run at chance takes nearly all of them for what they are not.
  if (!isAsked && (first?.images === 0 || !learned)) return null;
  const [label, predicted] = cell ? cell.map((index) => labelName(labels, index) ?? '') : [];
  return (
    <Panel
      title={cell ? `Images of ${label ?? ''} taken for ${predicted ?? ''}` : 'Misclassified images'}
      anchor="images"
      note={first && `${count(first.total)} of ${plural(first.images, `${part} image`)}${cell ? '' : ', the surest first'}`}
      actions={
        <>
          {cell && <Button onClick={() => setView({ cell: undefined })}>All that are misclassified</Button>}
          <Segmented label="Images" value={part} options={PARTS} onChange={(value) => setView({ part: value })} />
        </>
      }
    >
      <div className={styles.panel} data-testid="images">
        {error && <Failure error={error} onRetry={() => void refetch()} />}
        {!error && !first && <Loading what="the images" />}
        {first?.total === 0 && <Empty title={noneTitle(first, cell !== null)} />}
        {first && first.total > 0 && first.without_pictures && (
          <p className={styles.note}>Without pictures and true labels: <UserText text={first.without_pictures} />.</p>
        )}
        <ImageCards>
          {data?.pages.flatMap(({ found }) =>
            found.map((image) => (
              <ImageCard key={image.index} index={image.index} picture={image.picture} label={labelName(labels, image.label)}>
                <p className={image.right === false ? styles.wrong : undefined}>
                  taken for <b><UserText cut text={labelName(labels, image.predicted) ?? ''} /></b> {confidenceText(image.confidence)}
                </p>
              </ImageCard>
            )),
          )}
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

function noneTitle({ images, judged, without_pictures: problem }: RunImages, ofCell: boolean): string {
  if (images === 0) return 'It is not recorded what the run takes these images for';
  if (ofCell) return problem === null ? 'No image is of this kind' : `Which images these are can’t be told: ${problem}`;
  return judged ? 'Each image is taken for what it is' : `Which images are misclassified can’t be told: ${problem ?? 'it is not recorded'}`;
}
