import type { Box } from './box';

/**
 * What parts of which charts are shown, as the address has it: "curves/val_accuracy,1,5,0.97,1;…". A chart is called by its
 * name and what its axes are: a part of one pair of axes is none of another.
 */

/** The part of a chart that is shown; null for all. */
export function zoomOf(text: string | undefined, chart: string): Box | null {
  for (const entry of entriesOf(text)) {
    const [name = '', ...ends] = entry.split(',');
    if (name !== escaped(chart)) continue;
    const [left, right, foot, head] = ends.map((end) => (end === '' ? null : Number(end)));
    const box: Box = { x: [left ?? null, right ?? null], y: [foot ?? null, head ?? null] };
    if ([...box.x, ...box.y].every((end) => end === null)) return null;
    return isRising(box.x) && isRising(box.y) ? box : null;
  }
  return null;
}

/** With a part of a chart in place of any other of it; null shows all of it. */
export function withZoom(text: string | undefined, chart: string, zoom: Box | null): string | undefined {
  const [own = ''] = chart.split('/');
  const others = entriesOf(text).filter((entry) => entry.split(/[/,]/)[0] !== escaped(own));
  const ends = zoom && [...rounded(zoom.x), ...rounded(zoom.y)].map((end) => (end === null ? '' : String(end)));
  const entries = ends ? [...others, [escaped(chart), ...ends].join(',')] : others;
  return entries.length > 0 ? entries.join(';') : undefined;
}

/** Without what separates. */
function escaped(chart: string): string {
  return chart.replace(/[,;%]/g, encodeURIComponent);
}

function entriesOf(text: string | undefined): string[] {
  return (text ?? '').split(';').filter((entry) => entry !== '');
}

function isRising([from, to]: Box['x']): boolean {
  return !Number.isNaN(from) && !Number.isNaN(to) && (from ?? -Infinity) < (to ?? Infinity);
}

/** In as many digits as one can aim at: a thousandth of what is shown, or less. */
function rounded([from, to]: Box['x']): Box['x'] {
  const least = Math.min(Math.abs(from ?? Infinity), Math.abs(to ?? Infinity));
  const span = from === null || to === null ? least : to - from;
  if (!Number.isFinite(span) || span <= 0) return [from, to];
  // Along a logarithm the lower end is far less than the whole.
  const unit = 10 ** (Math.floor(Math.log10(least > 0 ? Math.min(span, least) : span)) - 3);
  const at = (end: number | null): number | null => (end === null ? null : Number((Math.round(end / unit) * unit).toPrecision(15)));
  return [at(from), at(to)];
}
