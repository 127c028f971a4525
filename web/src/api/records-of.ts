import { z } from 'zod/mini';

/** Of what values by name are made: no name is one that every object of JavaScript's has, nor `__proto__` a special one. */
const NAMELESS = Object.freeze(Object.create(null, { [Symbol.toStringTag]: { value: 'Values' } }) as object);

/** No values, to which the same applies: of an object literal `__proto__` and `constructor` would be values. */
export const NO_VALUES: Readonly<Record<string, never>> = Object.freeze(Object.create(NAMELESS) as Record<string, never>);

/** An empty one, to be filled. */
export function namedValues<T>(): Record<string, T> {
  return Object.create(NAMELESS) as Record<string, T>;
}

const objectSchema = z.custom<object>((value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value), {
  message: 'Invalid input: expected an object',
});

/** Values by name, whatever the names. */
export function byName<S extends z.ZodMiniType>(schema: S) {
  return z.pipe(
    objectSchema,
    z.transform((raw: object, context): Record<string, z.output<S>> => {
      const values = namedValues<z.output<S>>();
      for (const [name, value] of Object.entries(raw)) {
        const parsed = schema.safeParse(value);
        if (parsed.success) values[name] = parsed.data;
        else context.issues.push({ code: 'custom', message: parsed.error.issues[0]?.message ?? 'unreadable', path: [name], input: value });
      }
      return values;
    }),
  );
}

/**
 * A list whose records are read each by itself: of one in an unknown form the fields that can be read are shown, in
 * place of the others those of `blank`, and why as its reason.
 */
export function listOf<S extends z.ZodMiniObject>(schema: S, blank: z.output<S> & { reason: string | null }) {
  return z.pipe(z.array(z.unknown()), z.transform((records) => records.map((record) => read(schema, blank, record))));
}

function read<S extends z.ZodMiniObject>(schema: S, blank: z.output<S>, record: unknown): z.output<S> {
  const whole = schema.safeParse(record);
  if (whole.success) return whole.data;
  const fields = objectSchema.safeParse(record);
  const given: Record<string, unknown> = fields.success ? { ...fields.data } : {};
  const values: Record<string, unknown> = { ...blank };
  for (const [name, field] of Object.entries(schema.shape)) {
    const parsed = z.safeParse(field, given[name]);
    if (parsed.success) values[name] = parsed.data;
  }
  const issue = whole.error.issues[0];
  values.reason = `unreadable, at ${issue?.path.join('.') ?? 'its beginning'}: ${issue?.message ?? 'unknown form'}`;
  return values as z.output<S>;
}
