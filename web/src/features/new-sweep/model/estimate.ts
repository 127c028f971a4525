import type { Check } from '@/api/check-schemas';
import { bytes, count, duration, plural } from '@/lib/format';

type Data = NonNullable<Check['data']>;

/** How long runs take, and all of them; empty where that isn't known. */
export function timeText({ time }: Data): string {
  if (!time) return '';
  const [shortest, median, longest] = [time.shortest_seconds, time.median_seconds, time.longest_seconds].map(duration);
  const one = shortest === longest ? `about ${median ?? ''} a run` : `${shortest ?? ''} to ${longest ?? ''} a run, ${median ?? ''} in the middle`;
  const all = time.total_seconds === null ? '' : `; about ${duration(time.total_seconds)} in all with ${plural(time.workers, 'worker')}`;
  return `${one}${all}, by a few steps of the first ${plural(time.tried_runs, 'run')}`;
}

/** What runs need of the memory beyond Java's heap. */
export function memoryText({ memory }: Data): string {
  if (!memory) return '';
  const [least, most] = [bytes(memory.least_bytes), bytes(memory.most_bytes)];
  const one = least === most ? least : `${least} to ${most}`;
  return `${one} a run, ${plural(memory.workers, 'run')} at once, of ${bytes(memory.available_bytes)} beyond Java’s heap`;
}

export function dataText({ train_images: train, validation_images: validation, test_images: test, height, width, classes }: Data): string {
  if (train === null || validation === null || test === null || height === null || width === null || classes === null) return '';
  return `${count(train)} train, ${count(validation)} validation, ${count(test)} test images of ${width} × ${height}, ${plural(classes, 'class', 'classes')}`;
}
