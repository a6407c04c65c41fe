import * as z from 'zod';

import { hostileTexts, hostileValues } from './hostile';

/** Numbers in [0, 1) that are the same for the same seed (a failure can be repeated). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

type Json = Readonly<Record<string, unknown>>;

/** Where random file paths may point: the program under test does what it is told, as root if need be. */
export type Places = { readonly folder: string; readonly address: string };

/**
 * Values for a schema: `valid` ones fit its JSON schema (not its refinements), `broken` ones have one part replaced by
 * something hostile. Fields that name files or hosts stay inside of `places`.
 */
export class RandomValues {
  readonly #random: () => number;
  readonly #places: Places;

  constructor(random: () => number, places: Places) {
    this.#random = random;
    this.#places = places;
  }

  valid(schema: z.ZodType): unknown {
    const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
    // `void`: an ask without an argument.
    return Object.keys(json).filter((key) => key !== '$schema').length === 0 ? undefined : this.#of(json, '');
  }

  broken(schema: z.ZodType): unknown {
    const value = this.valid(schema);
    if (typeof value !== 'object' || value === null || this.#random() < 0.25) return this.pick(hostileValues);
    return this.#breakOne(value as Record<string, unknown>);
  }

  pick<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.#random() * list.length)];
    if (found === undefined && list.length === 0) throw new Error('nothing to pick from');
    return found as T;
  }

  #breakOne(value: Record<string, unknown>): Record<string, unknown> {
    const keys = Object.keys(value);
    const key = keys.length === 0 ? 'extra' : this.pick(keys);
    const inner = value[key];
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner) && this.#random() < 0.6) return { ...value, [key]: this.#breakOne(inner as Record<string, unknown>) };
    if (/path|file$/i.test(key)) return { ...value, [key]: this.#path() };
    const { [key]: _left, ...rest } = value;
    return this.#random() < 0.2 ? rest : { ...value, [key]: this.pick(hostileValues) };
  }

  #of(schema: Json, name: string): unknown {
    if ('const' in schema) return schema['const'];
    if (Array.isArray(schema['enum'])) return this.pick(schema['enum']);
    for (const choice of ['anyOf', 'oneOf'] as const) {
      const options = schema[choice];
      if (Array.isArray(options)) return this.#of(this.pick(options as Json[]), name);
    }
    const parts = schema['allOf'];
    if (Array.isArray(parts)) return Object.assign({}, ...(parts as Json[]).map((part) => this.#of(part, name))) as unknown;
    switch (schema['type']) {
      case 'object':
        return this.#object(schema);
      case 'array':
        return Array.from({ length: 1 + Math.floor(this.#random() * 3) }, () => this.#of((schema['items'] ?? {}) as Json, name));
      case 'integer':
      case 'number':
        return this.#number(schema);
      case 'boolean':
        return this.#random() < 0.5;
      case 'null':
        return null;
      case 'string':
        return this.#text(schema, name);
      default:
        return this.pick(hostileValues);
    }
  }

  #object(schema: Json): Record<string, unknown> {
    const required = new Set((schema['required'] ?? []) as readonly string[]);
    const fields = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Json>>);
    return Object.fromEntries(fields.filter(([name]) => required.has(name) || this.#random() < 0.4).map(([name, inner]) => [name, this.#of(inner, name)]));
  }

  #number(schema: Json): number {
    const low = typeof schema['minimum'] === 'number' ? schema['minimum'] : -1_000;
    const high = typeof schema['maximum'] === 'number' ? schema['maximum'] : low + 2_000_000_000_000;
    return this.pick([low, Math.min(low + 1, high), Math.floor(low + this.#random() * Math.min(high - low, 1e12)), high]);
  }

  #text(schema: Json, name: string): string {
    if (/path|file$/i.test(name)) return this.#path();
    if (/url$/i.test(name)) return this.pick([this.#places.address, 'https://192.0.2.1/x', 'https://[::1]:9/']);
    if (name === 'host') return '127.0.0.1';
    if (name === 'brokers') return '127.0.0.1:9';
    if (schema['format'] === 'date-time') return new Date(Math.floor(this.#random() * 2e12)).toISOString();
    return this.pick(['a', 'local-files', 'Head office', 'mimecast', ...hostileTexts]);
  }

  #path(): string {
    const inside = this.#places.folder;
    return this.pick([inside, `${inside}/x/../y`, `${inside}/\0`, `${inside}/${'n'.repeat(400)}`, `${inside}/\u202Etxt`, `${inside}/a\nb`, `${inside}/=cmd`, '\0', '']);
  }
}
