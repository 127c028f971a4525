import { z } from 'zod/mini';
import { real } from './run-columns';
import { restSchema, type Point } from './schemas';

/** A metric's curves by their runs' numbers, and how those spread that aren't sent. */
export type NumberedCurves = { key: string; runs: ReadonlyMap<number, readonly Point[]>; rest?: z.infer<typeof restSchema> | undefined };

const listSchema = z.array(z.unknown());

/**
 * Curves by column: of each its run's number and how many points it has; of all points, a curve after the other, what a step
 * adds to the one before it, and the value. A value in an unknown form is none.
 */
export const numberedCurvesSchema = z.pipe(
  z.object({
    key: z.string(),
    columns: z.object({ number: listSchema, points: listSchema, step: listSchema, value: listSchema }),
    rest: z.optional(restSchema),
  }),
  z.transform(({ key, columns, rest }): NumberedCurves => ({ key, runs: curvesOf(columns), rest })),
);

type Columns = Readonly<Record<'number' | 'points' | 'step' | 'value', readonly unknown[]>>;

function curvesOf({ number, points, step, value }: Columns): Map<number, Point[]> {
  const curves = new Map<number, Point[]>();
  let next = 0;
  number.forEach((run, place) => {
    const end = Math.min(step.length, next + (real(points[place]) ?? 0));
    const curve: Point[] = [];
    for (let at = 0; next < end; next += 1) {
      at += real(step[next]) ?? 0;
      curve.push({ step: at, value: real(value[next]) ?? Number.NaN });
    }
    const known = real(run);
    if (known !== null) curves.set(known, curve);
  });
  return curves;
}
