/** A small fixed shift along an axis of categories, so that runs with the same choice don't cover each other. */
export function apart(runNumber: number): number {
  return (((runNumber * 0.618034) % 1) - 0.5) * 0.36;
}
