import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { isApiToken, newApiToken } from './api-token.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const value = (digits: string): number => Array.from(digits).reduce((sum, c) => sum * 62 + ALPHABET.indexOf(c), 0);

describe('API tokens', () => {
  it('[A8] should be prk_, 40 base62 characters and the CRC-32 of all before it as 6', () => {
    for (let i = 0; i < 500; i += 1) {
      const token = newApiToken();
      expect(token).toMatch(/^prk_[0-9A-Za-z]{46}$/);
      expect(value(token.slice(-6))).toBe(crc32(token.slice(0, -6)));
      expect(isApiToken(token)).toBe(true);
    }
  });

  it('[A8] should not be taken for a token when one character differs', () => {
    const token = newApiToken();
    for (let at = 4; at < token.length; at += 1) {
      const other = token[at] === 'a' ? 'b' : 'a';
      expect(isApiToken(token.slice(0, at) + other + token.slice(at + 1))).toBe(false);
    }
  });
});
