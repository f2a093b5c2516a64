import { pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);
/** Django 5 uses about a million; a row that asks for more than this is not one of Django's. */
const MAX_ITERATIONS = 5_000_000;

/** Hashes of the former application: `pbkdf2_sha256$iterations$salt$base64`. */
export function isDjangoHash(stored: string): boolean {
  return stored.startsWith('pbkdf2_sha256$');
}

/** False also for what is not well-formed. */
export async function verifyDjangoHash(stored: string, password: string): Promise<boolean> {
  const [algorithm, iterations, salt, encoded, ...rest] = stored.split('$');
  if (algorithm !== 'pbkdf2_sha256' || salt === undefined || encoded === undefined || rest.length > 0) return false;
  const count = Number(iterations);
  const expected = Buffer.from(encoded, 'base64');
  if (!Number.isInteger(count) || count < 1 || count > MAX_ITERATIONS || expected.length !== 32) return false;
  return timingSafeEqual(await derive(password, salt, count, 32, 'sha256'), expected);
}
