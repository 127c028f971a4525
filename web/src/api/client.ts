import type { z } from 'zod/mini';
import { parseJson } from './json';
import { errorSchema, type Problem } from './schemas';

const BASE = '/api/v1';

/** The server said no, could not be reached, or answered what we can't read. */
export class ApiError extends Error {
  constructor(
    message: string,
    /** The HTTP status; 0 when there was no answer. */
    readonly status: number,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** Whether the server knows nothing by this name. */
export function isMissing(error: Error): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** How many records were damaged, and so left out, when the server last answered. */
class FoundDamaged {
  private found = 0;
  private readonly watchers = new Set<() => void>();

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  readonly count = (): number => this.found;

  hear(answer: Response): void {
    const found = Number(answer.headers.get('trawl-damaged') ?? 0);
    if (found === this.found) return;
    this.found = found;
    for (const watcher of this.watchers) watcher();
  }
}

export const foundDamaged = new FoundDamaged();

type Body = { type: 'application/json' | 'application/yaml'; text: string };

export function get<T>(path: string, schema: z.ZodMiniType<T>, signal?: AbortSignal): Promise<T> {
  return send('GET', path, schema, undefined, signal);
}

/** A part of a list, and how many there are in all. */
export type Part<T> = { items: T; total: number };

export async function getPart<T>(path: string, schema: z.ZodMiniType<T>, signal?: AbortSignal): Promise<Part<T>> {
  const { value, response } = await exchange('GET', path, schema, undefined, signal);
  return { items: value, total: Number(response.headers.get('trawl-total') ?? 0) };
}

/** The server takes no POST without a type that only a script can send: one without a body sends an empty object. */
const EMPTY: Body = { type: 'application/json', text: '{}' };

export function post<T>(path: string, schema: z.ZodMiniType<T>, body: Body = EMPTY, signal?: AbortSignal): Promise<T> {
  return send('POST', path, schema, body, signal);
}

export function put<T>(path: string, schema: z.ZodMiniType<T>, body: Body): Promise<T> {
  return send('PUT', path, schema, body);
}

export function remove<T>(path: string, schema: z.ZodMiniType<T>): Promise<T> {
  return send('DELETE', path, schema);
}

/** Where the browser downloads or streams from. */
export function url(path: string): string {
  return BASE + path;
}

async function send<T>(...asked: Parameters<typeof exchange<T>>): Promise<T> {
  return (await exchange(...asked)).value;
}

async function exchange<T>(
  method: string,
  path: string,
  schema: z.ZodMiniType<T>,
  body?: Body,
  signal?: AbortSignal,
): Promise<{ value: T; response: Response }> {
  const response = await reach(method, path, body, signal);
  foundDamaged.hear(response);
  const text = await response.text();
  if (!response.ok) throw refusal(response, text);
  const parsed = schema.safeParse(json(text, response.status));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue ? `${issue.path.join('.')}: ${issue.message}` : 'unreadable';
    throw new ApiError(`${method} ${BASE}${path} answered in an unknown form, at ${where}`, response.status);
  }
  return { value: parsed.data, response };
}

async function reach(method: string, path: string, body?: Body, signal?: AbortSignal): Promise<Response> {
  const init: RequestInit = { method, headers: { accept: 'application/json' } };
  if (signal) init.signal = signal;
  if (body) {
    init.body = body.text;
    init.headers = { accept: 'application/json', 'content-type': body.type };
  }
  try {
    return await fetch(BASE + path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError('Trawl’s server can’t be reached. Is `./trawl serve` running?', 0);
  }
}

function refusal(response: Response, text: string): ApiError {
  const problem = errorSchema.safeParse(json(text, response.status));
  if (!problem.success) return new ApiError(`The server answered ${response.status}`, response.status);
  const { title, detail, problems } = problem.data;
  return new ApiError(detail ? `${title}: ${detail}` : title, response.status, problems);
}

function json(text: string, status: number): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new ApiError(`The server answered ${status} with something that is not JSON`, status);
  }
}
