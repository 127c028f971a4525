import type { RunDetail } from '@/api/schemas';
import { dateTime } from '@/lib/format';

/** Where a run was trained that had more than one place, as names and values: it was resumed, or lost its machine. */
export function places(trainedOn: RunDetail['trained_on']): readonly (readonly [name: string, value: string])[] {
  return trainedOn.length < 2
    ? []
    : trainedOn.map((place) => [
        `from ${dateTime(place.began_at)}`,
        [place.host, place.processor].filter((part) => part != null).join(', ') || 'not recorded',
      ]);
}
