import { randomUUID } from 'node:crypto';

/** A UUIDv7, as all ids of the contract are, at the price of Node's pooled random UUID: every request takes one. */
export function newRequestId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
