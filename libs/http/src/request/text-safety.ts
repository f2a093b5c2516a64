import type { FieldError } from '@practika/problems';

const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Strings that PostgreSQL or UTF-8 cannot carry: NUL and lone surrogates. Gives a pointer to each. */
export function unsafeStrings(value: unknown, pointer = '', found: FieldError[] = [], depth = 0): FieldError[] {
  if (depth > 64) {
    found.push({ pointer, detail: 'is nested too deeply' });
  } else if (typeof value === 'string') {
    if (value.includes('\0')) found.push({ pointer, detail: 'must not contain NUL' });
    else if (!value.isWellFormed()) found.push({ pointer, detail: 'must be well-formed Unicode' });
  } else if (Array.isArray(value)) {
    value.forEach((inner, i) => unsafeStrings(inner, `${pointer}/${i}`, found, depth + 1));
  } else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      if (key.includes('\0') || !key.isWellFormed()) found.push({ pointer, detail: 'has a name that is not well-formed text' });
      else unsafeStrings(inner, `${pointer}/${escape(key)}`, found, depth + 1);
    }
  }
  return found;
}
