/** From a colour to another, each as `#rrggbb` or `#rgb`: the share of the second. */
export function mixed(from: string, to: string, share: number): string {
  const [first, second] = [partsOf(from), partsOf(to)];
  const hex = [0, 1, 2].map((at) => Math.round((first[at] ?? 0) * (1 - share) + (second[at] ?? 0) * share).toString(16).padStart(2, '0'));
  return `#${hex.join('')}`;
}

function partsOf(colour: string): number[] {
  const digits = colour.slice(1);
  const long = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  return [0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16));
}

/** As many as can be told apart. */
export const SHADES = 8;

/** The n-th of the shades, from 0 to 1; evenly dark, so that it is told without hue. */
export function shadeOf(share: number): number {
  return Math.min(SHADES - 1, Math.max(0, Math.floor(share * SHADES))) / (SHADES - 1);
}
