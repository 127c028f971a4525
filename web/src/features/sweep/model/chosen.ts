/** The chosen runs by number, each with its place: what decides its colour and shape, everywhere and as long as it is chosen. */
export type Chosen = ReadonlyMap<number, number>;

/** From the address: numbers with commas between them; an empty place was left by a run that is chosen no longer. */
export function chosenRuns(text: string | undefined): Chosen {
  const chosen = new Map<number, number>();
  (text ?? '').split(',').forEach((part, place) => {
    const number = Number(part);
    if (part !== '' && Number.isInteger(number) && number > 0 && !chosen.has(number)) chosen.set(number, place);
  });
  return chosen;
}

/** For the address; undefined when none is chosen. */
export function chosenText(chosen: Chosen): string | undefined {
  const places: string[] = [];
  for (const [number, place] of chosen) places[place] = String(number);
  return places.length > 0 ? Array.from(places, (part: string | undefined) => part ?? '').join(',') : undefined;
}

/** With a run chosen, at the first free place, or no longer. */
export function toggled(chosen: Chosen, number: number): Chosen {
  const next = new Map(chosen);
  if (!next.delete(number)) next.set(number, freePlace(next));
  return next;
}

/** With all of these chosen, or none of them. */
export function withChosen(chosen: Chosen, numbers: readonly number[], wanted: boolean): Chosen {
  const next = new Map(chosen);
  for (const number of numbers) {
    if (!wanted) next.delete(number);
    else if (!next.has(number)) next.set(number, freePlace(next));
  }
  return next;
}

function freePlace(chosen: Chosen): number {
  const taken = new Set(chosen.values());
  let place = 0;
  while (taken.has(place)) place += 1;
  return place;
}
