const WRITTEN = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,3})?)([+-]\d\d)(:\d\d)?$/;

/**
 * A time out of a cursor, as PostgreSQL wrote it, in a form that PostgreSQL is sure to read again: cursors come back from
 * clients, and what they made of it must not become an error of the database. null for what is no time.
 */
export function timestampKey(text: string): string | null {
  const match = WRITTEN.exec(text);
  // JavaScript reads a date into almost any text, so the form comes first.
  if (match === null) return null;
  const [, date = '', time = '', hours = '', minutes = ':00'] = match;
  const at = new Date(`${date}T${time}${hours}${minutes}`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
