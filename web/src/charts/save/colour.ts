/** A computed colour as an SVG of any viewer has it; null where nothing is to be seen. */
export function paint(colour: string): { fill: string; opacity: number } | null {
  const numbers = (colour.match(/-?[\d.]+(?:e-?\d+)?%?/g) ?? []).map((text) => (text.endsWith('%') ? Number.parseFloat(text) / 100 : Number(text)));
  const [red, green, blue, opacity = 1] = numbers;
  if (red === undefined || green === undefined || blue === undefined || opacity === 0) return null;
  const scale = colour.startsWith('color(') ? 255 : 1; // mixed colours are given in shares
  const hex = [red, green, blue].map((part) => Math.round(Math.min(255, Math.max(0, part * scale))).toString(16).padStart(2, '0'));
  return { fill: `#${hex.join('')}`, opacity };
}
