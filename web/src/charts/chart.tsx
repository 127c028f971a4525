import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Empty, Failure, Loading } from '@/ui/notice';
import { useLatest } from '@/ui/use-latest';
import { UserText } from '@/ui/user-text';
import { visible } from '@/lib/visible';
import styles from './chart.module.css';
import { drawingCode } from './drawing-code';
import type { EChartsCoreOption, EChartsType } from './echarts';
import { inTurn } from './in-turn';

/** Where a chart's data stands; every chart draws each of these. */
export type ChartState =
  | { kind: 'loading' }
  | { kind: 'empty'; title: string }
  | { kind: 'error'; error: Error; retry?: () => void }
  /** `note` says what is not drawn. */
  | { kind: 'ready'; note?: string | null };

type Props = {
  state: ChartState;
  option: EChartsCoreOption;
  /** At the least. */
  height: number;
  /** What a person who can't see the canvas is told; the same figures stand in a table. */
  label: string;
  /** Called with each new canvas; what it returns is called before the canvas goes. */
  onCanvas?: (chart: EChartsType) => () => void;
  /** A key was pressed while the canvas has the focus; without it, it never has. Whether it meant anything. */
  onKey?: ((key: string) => boolean) | undefined;
  /** A part of the axes is shown; called to show all again. */
  onWhole?: (() => void) | undefined;
  /** Drawn over the canvas: the tip. */
  children?: ReactNode;
};

/** The frame of every chart: its canvas, its size, and what stands there when there is nothing to draw. */
export function Chart({ state, option, height, label, onCanvas, onKey, onWhole, children }: Props) {
  return (
    <figure className={styles.figure} style={{ minHeight: height }}>
      {state.kind === 'loading' && <Loading what="the chart" />}
      {state.kind === 'empty' && <Empty title={state.title} />}
      {state.kind === 'error' && (
        <Failure error={state.error} {...(state.retry ? { onRetry: state.retry } : {})} />
      )}
      {state.kind === 'ready' && (
        <>
          <Canvas option={option} height={height} label={label} onKey={onKey} {...(onCanvas ? { onCanvas } : {})} />
          {onWhole && <button type="button" data-unsaved className={styles.whole} onClick={onWhole}>Show all</button>}
          {children}
          {state.note && <figcaption className={styles.note}><UserText text={state.note} /></figcaption>}
        </>
      )}
    </figure>
  );
}

function Canvas({ option, height, label, onCanvas, onKey }: Omit<Props, 'state' | 'onWhole' | 'children'>) {
  const element = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const drawn = useRef<EChartsCoreOption | null>(null);
  const latest = useLatest(option);
  const [fault, setFault] = useState<Error | null>(null);
  const [held, setHeld] = useState(false);

  useEffect(() => {
    let created: EChartsType | null = null;
    let cancel = () => undefined as unknown;
    const sizes = new ResizeObserver(() => created?.resize());
    const create = (init: (dom: HTMLElement) => EChartsType) => {
      if (!element.current) return;
      created = init(element.current);
      drawn.current = latest.current;
      created.setOption(latest.current, { notMerge: true });
      sizes.observe(element.current);
      setChart(created);
    };
    const gone = new AbortController();
    drawingCode()
      .then(({ init }) => gone.signal.aborted || (cancel = inTurn(() => create(init))))
      .catch((error: unknown) => setFault(error instanceof Error ? error : new Error(String(error))));
    return () => {
      gone.abort();
      cancel();
      sizes.disconnect();
      created?.dispose();
    };
  }, [latest, fault]);

  // While one drags, it stays as it was: new runs may stretch the axes under the pointer.
  useEffect(() => {
    if (!chart || held || drawn.current === option) return undefined;
    return inTurn(() => {
      drawn.current = option;
      chart.setOption(option, { notMerge: true });
    });
  }, [chart, held, option]);

  useEffect(() => {
    if (!chart) return undefined;
    const zr = chart.getZr();
    const hold = () => setHeld(true);
    const release = () => setHeld(false);
    zr.on('mousedown', hold);
    zr.on('mouseup', release);
    zr.on('globalout', release);
    return () => {
      if (chart.isDisposed()) return;
      zr.off('mousedown', hold);
      zr.off('mouseup', release);
      zr.off('globalout', release);
    };
  }, [chart]);

  useEffect(() => (chart && onCanvas ? onCanvas(chart) : undefined), [chart, onCanvas]);

  if (fault) return <Failure error={fault} onRetry={() => setFault(null)} />;
  return (
    <div
      ref={element}
      className={styles.canvas}
      style={{ flexBasis: height }}
      role="img"
      aria-label={visible(label)}
      {...(onKey && { tabIndex: 0, 'aria-keyshortcuts': '+ - 0', onKeyDown: (event: KeyboardEvent) => !hasModifier(event) && onKey(event.key) && event.preventDefault() })}
    />
  );
}

function hasModifier({ ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  return ctrlKey || altKey || metaKey;
}
