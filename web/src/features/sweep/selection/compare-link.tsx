import { Link } from '@tanstack/react-router';
import { MOST_COMPARED, placesText } from '@/lib/places';
import { useSweep } from '../sweep-context';

/** To the chosen runs side by side, in their colours. */
export function CompareLink() {
  const { runs, chosen, bestId } = useSweep();
  const places = new Map(runs.flatMap(({ run_id: id, number }) => (chosen.has(number) ? [[id, chosen.get(number) ?? 0] as const] : [])));
  if (places.size > MOST_COMPARED) return <span>at most {MOST_COMPARED} runs can be compared</span>;
  const baseline = bestId !== null && places.has(bestId) ? bestId : undefined;
  return (
    <Link to="/compare" search={{ runs: placesText(places), baseline }}>
      Compare
    </Link>
  );
}
