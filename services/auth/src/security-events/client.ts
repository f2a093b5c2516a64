import type { RequestInput } from '@practika/http';
import { deviceLabel } from './device-label.js';

/** What is kept of where a request came from: a few words and a network prefix, never the full address. */
export interface Client {
  readonly device: string;
  readonly ipPrefix: string;
}

export function clientOf(input: RequestInput): Client {
  return { device: deviceLabel(input.header('user-agent')), ipPrefix: input.addressPrefix };
}
