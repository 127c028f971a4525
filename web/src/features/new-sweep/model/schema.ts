import type { Path } from './place';
import type { Value } from './values';

/** As much of JSON Schema (draft 7) as the sweep file's uses; `false` allows nothing. */
export type Schema = {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly examples?: readonly unknown[];
  readonly const?: string | number | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema | boolean>>;
  readonly patternProperties?: Readonly<Record<string, Schema | boolean>>;
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema | boolean;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
};

const NO_LIMIT = 2_147_483_647;

/** All that is said of what stands at `path`, by a file that holds `file`. */
export function schemasAt(root: Schema, path: Path, file: Value): Schema[] {
  let schemas = expanded(root, [root], file);
  let value: Value | undefined = file;
  for (const step of path) {
    value = childOf(value, step);
    schemas = expanded(root, schemas.flatMap((schema) => childrenOf(schema, step)), value ?? null);
  }
  return schemas;
}

function childOf(value: Value | undefined, step: string | number): Value | undefined {
  if (value === null || value === undefined || typeof value === 'string') return undefined;
  return (value as Readonly<Record<string | number, Value>>)[step];
}

function childrenOf(schema: Schema, step: string | number): Schema[] {
  if (typeof step === 'number') return typeof schema.items === 'object' ? [schema.items] : [];
  const named = schema.properties?.[step];
  const patterns = Object.entries(schema.patternProperties ?? {}).filter(([pattern]) => new RegExp(pattern).test(step));
  const found = [...(named === undefined ? [] : [named]), ...patterns.map(([, each]) => each)];
  const all = found.length > 0 ? found : [schema.additionalProperties];
  return all.filter((each) => typeof each === 'object');
}

/** With what they refer to, and what of their branches can hold for `value`. */
function expanded(root: Schema, schemas: readonly Schema[], value: Value): Schema[] {
  return schemas.flatMap((schema) => {
    const reference = schema.$ref === undefined ? undefined : root.definitions?.[decodeURIComponent(schema.$ref.slice(14))];
    const branch = schema.if && (holds(schema.if, value) ? schema.then : schema.else);
    const others = [reference, ...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), branch];
    return [schema, ...expanded(root, others.filter((each) => each !== undefined), value)];
  });
}

/** Whether a condition of the schema holds: it asks for keys and for words. */
function holds(schema: Schema | boolean, value: Value | undefined): boolean {
  if (typeof schema === 'boolean') return schema;
  if (schema.not && holds(schema.not, value)) return false;
  if (schema.anyOf && !schema.anyOf.some((each) => holds(each, value))) return false;
  if (schema.allOf && !schema.allOf.every((each) => holds(each, value))) return false;
  if (schema.const !== undefined && value !== String(schema.const)) return false;
  if (schema.enum && !schema.enum.some((each) => value === String(each))) return false;
  if (schema.pattern !== undefined && typeof value === 'string' && !new RegExp(schema.pattern).test(value)) return false;
  const keys = value === null || typeof value !== 'object' || Array.isArray(value) ? [] : Object.keys(value);
  if (schema.required && !schema.required.every((key) => keys.includes(key))) return false;
  if (schema.propertyNames && !keys.every((key) => holds(schema.propertyNames ?? true, key))) return false;
  return Object.entries(schema.properties ?? {}).every(([key, each]) => !keys.includes(key) || holds(each, childOf(value, key)));
}

export type Proposal = { label: string; detail: string; info: string; holds: 'value' | 'mapping' | 'list' };

/** The keys that may still be added to what stands at `path`. */
export function keysAt(root: Schema, path: Path, file: Value): Proposal[] {
  const schemas = schemasAt(root, path, file);
  const names = new Set(schemas.flatMap(({ properties }) => Object.keys(properties ?? {})));
  const here = path.reduce<Value | undefined>(childOf, file);
  const known = here === null || typeof here !== 'object' ? [] : Object.keys(here);
  return [...names]
    .filter((name) => !known.includes(name) && schemas.every(({ propertyNames }) => !propertyNames?.enum || propertyNames.enum.includes(name)))
    .flatMap((name) => {
      const direct = schemas.flatMap(({ properties }) => properties?.[name] ?? []);
      const all = schemasAt(root, [...path, name], file);
      if (direct.includes(false) || all.some(isOfAnother)) return [];
      return [{ label: name, detail: detailOf(all), info: infoOf(all), holds: holdsOf(all) }];
    });
}

/** What the schema says of another model's parameter: it may only hold others. */
function isOfAnother({ anyOf }: Schema): boolean {
  return anyOf?.every((each) => Object.keys(each).join() === 'required') ?? false;
}

/** The values that `path` may have, where they can be listed. */
export function valuesAt(root: Schema, path: Path, file: Value): Proposal[] {
  const schemas = schemasAt(root, path, file);
  const found = new Map<string, string>();
  for (const { enum: words, enumDescriptions, examples, const: only, type, default: usual } of schemas) {
    const flags = [type].flat().includes('boolean') && ![type].flat().includes('string') ? [true, false] : [];
    const usually = usual === undefined || typeof usual === 'object' ? [] : [usual];
    words?.forEach((word, place) => found.set(String(word), enumDescriptions?.[place] ?? found.get(String(word)) ?? ''));
    for (const each of [...(only === undefined ? [] : [only]), ...(examples ?? []), ...flags, ...usually]) {
      found.set(String(each), found.get(String(each)) ?? '');
    }
  }
  const allowed = schemas.flatMap(({ enum: words }) => (words ? [words.map(String)] : []));
  const usual = schemas.find(({ default: each }) => each !== undefined)?.default;
  return [...found]
    .filter(([label]) => allowed.length === 0 || allowed.some((words) => words.includes(label)))
    .map(([label, info]) => ({ label, detail: label === textOf(usual) ? 'default' : '', info: info || infoOf(schemas), holds: 'value' as const }));
}

/** What a key means. */
export function infoOf(schemas: readonly Schema[]): string {
  return schemas.find(({ description }) => description)?.description ?? '';
}

function holdsOf(schemas: readonly Schema[]): Proposal['holds'] {
  if (schemas.some(({ enum: words }) => words)) return 'value';
  if (schemas.some(({ type }) => type === 'object')) return 'mapping';
  return schemas.some(({ type }) => type === 'array') && !schemas.some(({ type }) => type === 'string') ? 'list' : 'value';
}

/** Its type, range and default, in a few words. */
export function detailOf(schemas: readonly Schema[]): string {
  const typed = schemas.find(({ type }) => typeof type === 'string');
  const usual = schemas.find(({ default: each }) => each !== undefined)?.default;
  const kind = schemas.some(({ enum: words }) => words) ? 'one of a list' : typed?.type === 'object' ? '' : String(typed?.type ?? '');
  const range = rangeOf(typed);
  const said = usual === undefined ? '' : `default ${textOf(usual)}`;
  return [kind && range ? `${kind} ${range}` : kind, said].filter(Boolean).join(', ');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function rangeOf(schema: Schema | undefined): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema ?? {};
  const low = minimum !== undefined ? `from ${minimum}` : exclusiveMinimum !== undefined ? `above ${exclusiveMinimum}` : '';
  const high = maximum !== undefined && maximum < NO_LIMIT ? `to ${maximum}` : exclusiveMaximum !== undefined ? `below ${exclusiveMaximum}` : '';
  return [low, high].filter(Boolean).join(' ');
}
