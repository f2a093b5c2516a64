import { randomUUID } from 'node:crypto';

/** Milliseconds since the epoch, and the beginning that ids of this millisecond have in common. */
let moment = 0;
let prefix = '';

/** A UUIDv7, as all ids of the contract are, at the price of Node's pooled random UUID: every request takes one. */
export function newRequestId(): string {
  const now = Date.now();
  if (now !== moment) {
    moment = now;
    const time = now.toString(16).padStart(12, '0');
    prefix = `${time.slice(0, 8)}-${time.slice(8)}-7`;
  }
  return prefix + randomUUID().slice(15);
}
