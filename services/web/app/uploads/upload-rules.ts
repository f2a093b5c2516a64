/** The contract's limits, said before a byte is sent. The server checks again, and looks inside. */
export const MAX_BYTES = 104_857_600;
/** What people are told: a round number, a little less. */
export const MAX_SAID = 100_000_000;
const TYPES: Readonly<Record<string, string>> = { mp4: 'video/mp4', m4v: 'video/mp4', webm: 'video/webm', mov: 'video/quicktime', qt: 'video/quicktime' };
export const ACCEPT = 'video/mp4,video/webm,video/quicktime,.mp4,.m4v,.webm,.mov';

export type Refusal = 'empty' | 'tooLarge' | 'wrongType';

/** What a browser calls the file; by its ending where the browser has no word for it. null: nothing that can be uploaded. */
export function contentTypeOf(name: string, type: string): string | null {
  const plain = type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (Object.values(TYPES).includes(plain)) return plain;
  if (plain !== '' && plain !== 'application/octet-stream') return null;
  return TYPES[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null;
}

export function refusalOf(file: { readonly name: string; readonly type: string; readonly size: number }): Refusal | null {
  if (contentTypeOf(file.name, file.type) === null) return 'wrongType';
  if (file.size === 0) return 'empty';
  return file.size > MAX_BYTES ? 'tooLarge' : null;
}
