import styles from './run-mark.module.css';

/** As many colours as the charts have for chosen runs; then the shapes change. */
const COLOURS = 6;
const SHAPES = ['M6 1a5 5 0 1 1 0 10a5 5 0 1 1 0-10z', 'M1.5 1.5h9v9h-9z', 'M6 1l5.4 9.6h-10.8z', 'M6 .4l5.6 5.6-5.6 5.6-5.6-5.6z'];

/** The colour and shape of the n-th chosen run, as in every chart. */
export function RunMark({ place }: { place: number }) {
  return (
    <svg viewBox="0 0 12 12" className={styles.mark} aria-hidden="true" focusable="false">
      <path d={SHAPES[Math.floor(place / COLOURS) % SHAPES.length]} fill={`var(--series-${(place % COLOURS) + 1})`} />
    </svg>
  );
}
