/** How a run's network was computed. */
export type Plan = {
  /** What ran it; where that isn't oneDNN, why. */
  engine: string;
  /** The network's vertices, and what became of each. */
  vertices: readonly (readonly [name: string, how: string])[];
};

/** What the recorded lines say: the first of what ran the network, each other one of a vertex; null where there are none. */
export function planOf(lines: readonly string[]): Plan | null {
  const [first, ...others] = lines;
  if (first === undefined) return null;
  const [engine, more] = divided(first);
  const text = engine === 'onednn' ? `compiled for oneDNN: ${more}` : engine === 'stock' ? `left to Deeplearning4j: ${more}` : first;
  return { engine: text, vertices: others.map(divided) };
}

function divided(line: string): [before: string, after: string] {
  const end = line.indexOf(': ');
  return end < 0 ? [line, ''] : [line.slice(0, end), line.slice(end + 2)];
}
