import { decoded, encoded, parts } from '../model/coded-names';

type Named = { name: string };

/** Those that the address names, in its order; then the others in theirs. */
export function inOrder<T extends Named>(axes: readonly T[], text: string | undefined): readonly T[] {
  const places = new Map(parts(text).map((part, place) => [decoded(part), place]));
  if (places.size === 0) return axes;
  const placeOf = ({ name }: Named): number => places.get(name) ?? places.size;
  return [...axes].sort((a, b) => placeOf(a) - placeOf(b));
}

/** What the address says once an axis was moved; nothing where they stand as usual. */
export function orderText(usual: readonly Named[], axes: readonly Named[], from: number, to: number): string | undefined {
  const names = axes.map(({ name }) => name);
  names.splice(to, 0, ...names.splice(from, 1));
  return names.every((name, place) => name === usual[place]?.name) ? undefined : names.map(encoded).join(',');
}
