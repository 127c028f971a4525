import { Link } from '@tanstack/react-router';
import type { Run } from '@/api/schemas';
import { MOST_COMPARED, placesText, withChosen } from '@/lib/places';
import { useSweep } from '../sweep-context';

/** To the chosen runs side by side, in their colours, with the baseline that the table has. */
export function CompareLink({ selected }: { selected: readonly Run[] }) {
  const { chosen, bestId, baseline } = useSweep();
  if (selected.length > MOST_COMPARED) return <span>at most {MOST_COMPARED} can be compared</span>;
  const coloured = new Map(selected.flatMap(({ run_id: id, number }) => (chosen.has(number) ? [[id, chosen.get(number) ?? 0] as const] : [])));
  const places = withChosen(coloured, [...selected.map(({ run_id: id }) => id), ...(baseline ? [baseline.run_id] : [])], true);
  if (places.size < 2) return null;
  if (places.size > MOST_COMPARED) return <span>at most {MOST_COMPARED} can be compared</span>;
  return (
    <Link to="/compare" search={{ runs: placesText(places), baseline: baseline?.run_id ?? (bestId !== null && places.has(bestId) ? bestId : undefined) }}>
      Compare
    </Link>
  );
}
