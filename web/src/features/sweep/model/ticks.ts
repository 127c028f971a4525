import type { Run } from '@/api/schemas';
import { chosenRuns, chosenText, toggled, withChosen, type Chosen } from './chosen';
import { numbersFilter } from './numbers';

/** With more than these all are chosen as one, without colours of their own: no address has room for each. */
export const MOST_EACH = 100;
/** So many are chosen one by one at most. */
export const MOST_TICKED = 500;

const ALL = 'all';
const NONE: Chosen = new Map();

/** Which runs are chosen: some, each with its place; or all that the filter leaves but for a few. */
export class Ticks {
  private constructor(
    /** Those with a place, which decides their colour. */
    readonly places: Chosen,
    /** Null where each is chosen by itself. */
    private readonly except: ReadonlySet<number> | null,
  ) {}

  /** From the address: numbers, or "all", and behind it those that are not. */
  static of(text: string | undefined): Ticks {
    const [first, ...others] = (text ?? '').split(',');
    if (first !== ALL) return new Ticks(chosenRuns(text), null);
    return new Ticks(NONE, new Set(chosenRuns(others.join(',')).keys()));
  }

  /** All of these. */
  static all(runs: readonly Run[]): Ticks {
    if (runs.length > MOST_EACH) return new Ticks(NONE, new Set());
    return new Ticks(withChosen(NONE, runs.map(({ number }) => number), true), null);
  }

  get text(): string | undefined {
    return this.except ? [ALL, ...this.except].join(',') : chosenText(this.places);
  }

  has(number: number): boolean {
    return this.except ? !this.except.has(number) : this.places.has(number);
  }

  get none(): boolean {
    return this.except === null && this.places.size === 0;
  }

  /** The runs: of those shown where all of them are chosen, else wherever they are. */
  of(runs: readonly Run[], shown: readonly Run[]): readonly Run[] {
    if (this.none) return [];
    return (this.except ? shown : runs).filter(({ number }) => this.has(number));
  }

  /** The same as a filter, where the table has this one. */
  filter(applied: string): string {
    if (!this.except) return numbersFilter(this.places.keys());
    if (this.except.size === 0) return applied;
    const others = `NOT (${numbersFilter(this.except)})`;
    return applied === '' ? others : `(${applied}) AND ${others}`;
  }

  toggled(number: number): Ticks {
    if (!this.except) return new Ticks(toggled(this.places, number), null);
    const except = new Set(this.except);
    if (!except.delete(number)) except.add(number);
    return new Ticks(NONE, except);
  }

  /** With all of these chosen, as many as there may be, or none of them. */
  with(numbers: readonly number[], wanted: boolean): Ticks {
    if (!this.except) {
      const room = wanted ? MOST_TICKED - this.places.size : numbers.length;
      const further = wanted ? numbers.filter((number) => !this.places.has(number)).slice(0, room) : numbers;
      return new Ticks(withChosen(this.places, further, wanted), null);
    }
    const except = new Set(this.except);
    for (const number of numbers) {
      if (wanted) except.delete(number);
      else except.add(number);
    }
    return new Ticks(NONE, except);
  }
}
