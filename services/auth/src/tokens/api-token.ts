import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PREFIX = 'prk_';
const RANDOM_LENGTH = 40;
const CHECKSUM_LENGTH = 6;

/**
 * `prk_`, 40 random base62 characters (238 bits) and the CRC-32 of all before it as 6. The prefix and the checksum let
 * secret scanners find leaked tokens without false alarms; neither is a protection.
 */
export function newApiToken(): string {
  let body = PREFIX;
  for (let i = 0; i < RANDOM_LENGTH; i += 1) body += ALPHABET[randomInt(ALPHABET.length)];
  return body + checksum(body);
}

/** Whether the text has the shape of a token and its checksum. */
export function isApiToken(text: string): boolean {
  const body = text.slice(0, -CHECKSUM_LENGTH);
  return /^prk_[0-9A-Za-z]{46}$/.test(text) && text.slice(-CHECKSUM_LENGTH) === checksum(body);
}

function checksum(body: string): string {
  let rest = crc32(body);
  let digits = '';
  while (digits.length < CHECKSUM_LENGTH) {
    digits = ALPHABET[rest % ALPHABET.length] + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}
