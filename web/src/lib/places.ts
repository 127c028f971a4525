/** What is chosen, each with its place: what decides its colour and shape, everywhere and as long as it is chosen. */
export type Places<K> = ReadonlyMap<K, number>;

/** As many as can be compared side by side. */
export const MOST_COMPARED = 20;

/**
 * From the address: names with commas between them; an empty place was left by one that is chosen no longer.
 *
 * @param read what a name stands for; null for none
 */
export function placesOf<K>(text: string | undefined, read: (part: string) => K | null): Places<K> {
  const places = new Map<K, number>();
  (text ?? '').split(',').forEach((part, place) => {
    const key = part === '' ? null : read(part);
    if (key !== null && !places.has(key)) places.set(key, place);
  });
  return places;
}

/** For the address; undefined when none is chosen. */
export function placesText<K extends string | number>(chosen: Places<K>): string | undefined {
  const places: string[] = [];
  for (const [key, place] of chosen) places[place] = String(key);
  return places.length > 0 ? Array.from(places, (part: string | undefined) => part ?? '').join(',') : undefined;
}

/** With one chosen, at the first free place, or no longer. */
export function toggled<K>(chosen: Places<K>, key: K): Places<K> {
  return withChosen(chosen, [key], !chosen.has(key));
}

/** With all of these chosen, each at the first free place, or none of them. */
export function withChosen<K>(chosen: Places<K>, keys: readonly K[], wanted: boolean): Places<K> {
  const next = new Map(chosen);
  const taken = new Set(chosen.values());
  let place = 0;
  for (const key of keys) {
    if (!wanted) next.delete(key);
    if (!wanted || next.has(key)) continue;
    while (taken.has(place)) place += 1;
    next.set(key, place);
    place += 1;
  }
  return next;
}
