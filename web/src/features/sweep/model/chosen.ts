import { placesOf, type Places } from '@/lib/places';

export { placesText as chosenText, toggled, withChosen } from '@/lib/places';

/** The chosen runs by number. */
export type Chosen = Places<number>;

/** From the address. */
export function chosenRuns(text: string | undefined): Chosen {
  return placesOf(text, (part) => {
    const number = Number(part);
    return Number.isInteger(number) && number > 0 ? number : null;
  });
}
