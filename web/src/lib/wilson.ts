/** The 97.5 % quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/** The 95 % Wilson score interval of an accuracy measured on so many images, as the server has it; undefined where there is none. */
export function wilson(accuracy: number | null | undefined, images: number): readonly [number, number] | undefined {
  if (typeof accuracy !== 'number' || !(accuracy >= 0 && accuracy <= 1) || !(images > 0)) return undefined;
  const correct = Math.round(accuracy * images);
  const share = correct / images;
  const shrink = 1 + (Z * Z) / images;
  const centre = (share + (Z * Z) / (2 * images)) / shrink;
  const half = (Z / shrink) * Math.sqrt((share * (1 - share)) / images + (Z * Z) / (4 * images * images));
  return [correct === 0 ? 0 : Math.max(0, centre - half), correct === images ? 1 : Math.min(1, centre + half)];
}
