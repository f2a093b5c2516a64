import { v7 } from 'uuid';

/** A new UUIDv7 (RFC 9562): grows with time, so primary keys stay in insertion order. Never used as a secret. */
export function uuidv7(): string {
  return v7();
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Lower-case canonical form only: what we hand out. */
export function isUuid(value: string): boolean {
  return UUID.test(value);
}
