import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { secretFiles, type SecretFiles } from './secret-files.js';

/** Settings that cannot be used. The message names settings, never their values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(`Configuration cannot be used:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses the environment once into a frozen object.
 *
 * `NAME_FILE` gives the path of a file whose trimmed content is the value of `NAME`; giving both is an error, since one
 * of the two would silently lose. Empty strings count as not set. What came from a file is followed by `files`: a new
 * content is parsed by the same schema, together with the other settings as they are by then.
 *
 * @throws ConfigError with one sentence per setting, by name
 */
export function loadConfig<S extends z.ZodType>(schema: S, names: readonly string[], env: Environment, files: SecretFiles = secretFiles): Readonly<z.output<S>> {
  const problems: string[] = [];
  const raw: Record<string, string> = {};
  const fromFiles: { readonly name: string; readonly file: string }[] = [];
  for (const name of names) {
    const direct = env[name] || undefined;
    const file = env[`${name}_FILE`] || undefined;
    if (direct !== undefined && file !== undefined) {
      problems.push(`${name} and ${name}_FILE are both set; keep one`);
      continue;
    }
    if (file !== undefined) {
      try {
        raw[name] = readFileSync(file, 'utf8').trim();
        fromFiles.push({ name, file });
      } catch (error) {
        problems.push(`${name}_FILE names a file that cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
      }
    } else if (direct !== undefined) {
      raw[name] = direct;
    }
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) problems.push(`${issue.path.join('.') || 'settings'}: ${describe(issue)}`);
  }
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  for (const { name, file } of fromFiles) {
    files.track({
      name, file, raw: raw[name] ?? '', value: valueOf(parsed.data, name),
      parse: (changed) => {
        const again = schema.safeParse({ ...raw, [name]: changed });
        return again.success ? { value: deepFreeze(valueOf(again.data, name)) } : null;
      },
      accept: (changed) => { raw[name] = changed; },
    });
  }
  return deepFreeze(parsed.data) as Readonly<z.output<S>>;
}

const valueOf = (settings: unknown, name: string): unknown => (settings as Record<string, unknown>)[name];

/** Zod's own messages can quote the received value; this keeps to what was expected. */
function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return issue.message;
  if (issue.code === 'invalid_type') return issue.input === undefined ? 'is required' : `must be a ${issue.expected}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  // A pattern's message is ours, or names the pattern; "must be a regex" would help nobody.
  if (issue.code === 'invalid_format') return ['regex', 'includes', 'starts_with', 'ends_with'].includes(issue.format) ? issue.message : `must be a ${issue.format}`;
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`;
  return 'is not valid';
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value) && !ArrayBuffer.isView(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}

/** Exit code of a process that refuses its configuration (EX_CONFIG of sysexits.h). */
export const EXIT_CONFIG = 78;

/** Runs a process's main function: a ConfigError is a sentence on stderr and exit 78, anything else a crash with exit 1. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${error.message}\n`);
      process.exit(EXIT_CONFIG);
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  }
}
