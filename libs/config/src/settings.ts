import { z } from 'zod';

/** production is what runs when nothing is said: a forgotten setting must not open anything. */
export const PROFILES = ['production', 'development', 'test'] as const;
export type Profile = (typeof PROFILES)[number];

export const profile = z.enum(PROFILES).default('production');
export const port = (fallback: number) => z.coerce.number().int().min(0).max(65535).default(fallback);
export const host = (fallback: string) => z.string().min(1).default(fallback);
export const seconds = (fallback: number) => z.coerce.number().int().positive().default(fallback);
export const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);
export const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, { error: 'must be a postgres:// URL' });
export const redisUrl = z.string().regex(/^rediss?:\/\//, { error: 'must be a redis:// or rediss:// URL' });
export const httpUrl = z.string().regex(/^https?:\/\//, { error: 'must be an http:// or https:// URL' }).transform((u) => u.replace(/\/+$/, ''));
export const pem = z.string().includes('-----BEGIN', { error: 'must be a PEM key' });

/** A comma-separated list; empty means none. */
export const list = z.string().default('').transform((s) => s.split(',').map((x) => x.trim()).filter((x) => x.length > 0));

/** `true` only for the word true: `1`, `yes` and typing mistakes are refused rather than guessed. */
export const flag = (fallback: boolean) => z.enum(['true', 'false']).default(fallback ? 'true' : 'false').transform((s) => s === 'true');
