/** Opacity for a count of mistakes: by square root, so that single ones are seen beside dozens. */
export function heat(images: number, worst: number): number {
  if (images <= 0) return 0;
  return Number((0.12 + 0.53 * Math.sqrt(images / worst)).toFixed(3));
}
