/**
 * How far to move labels up or down so that none covers another, or reaches below the foot, where an axis has its own.
 *
 * @param heights where each label would stand, in pixels from the foot
 * @param gap the least distance of two labels
 * @returns for each label the pixels to add to its height
 */
export function labelOffsets(heights: readonly number[], gap: number): number[] {
  const order = heights.map((height, index) => ({ height, index })).sort((a, b) => a.height - b.height);
  const groups: { indices: number[]; centre: number }[] = [];
  const above = (centre: number, size: number): number => Math.max(centre, (gap * (size - 1)) / 2);
  for (const { height, index } of order) {
    let group = { indices: [index], centre: above(height, 1) };
    let below = groups.at(-1);
    // A group that would reach into the one below joins it, around their common centre.
    while (below && group.centre - below.centre < (gap * (group.indices.length + below.indices.length)) / 2) {
      groups.pop();
      const size = below.indices.length + group.indices.length;
      const centre = (below.centre * below.indices.length + group.centre * group.indices.length) / size;
      group = { indices: [...below.indices, ...group.indices], centre: above(centre, size) };
      below = groups.at(-1);
    }
    groups.push(group);
  }
  const offsets = heights.map(() => 0);
  for (const { indices, centre } of groups) {
    const foot = centre - (gap * (indices.length - 1)) / 2;
    indices.forEach((index, place) => {
      offsets[index] = foot + gap * place - (heights[index] ?? 0);
    });
  }
  return offsets;
}
