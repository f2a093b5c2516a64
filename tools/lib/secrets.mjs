// Secrets of one installation: made once, kept in files of mode 600, handed to processes as NAME_FILE, never as values.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';

/** A random word of letters and digits that are not mistaken for each other; 32 of them carry 185 bits. */
export function randomWord(length = 32) {
  let word = '';
  while (word.length < length) {
    for (const byte of randomBytes(64)) {
      if (word.length < length && byte < 256 - (256 % ALPHABET.length)) word += ALPHABET[byte % ALPHABET.length];
    }
  }
  return word;
}

export class Secrets {
  #folder;
  constructor(folder) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  }

  path(name) {
    return join(this.#folder, name);
  }

  /** The content of a secret, made by `make` the first time. */
  get(name, make = () => randomWord()) {
    const path = this.path(name);
    if (!existsSync(path)) writeFileSync(path, make(), { mode: 0o600, flag: 'wx' });
    return readFileSync(path, 'utf8').trim();
  }

  /** Replaces a secret's file, for those that are put together from others (URLs with passwords). Gives the path. */
  put(name, value) {
    const path = this.path(name);
    rmSync(path, { force: true });
    writeFileSync(path, value, { mode: 0o600, flag: 'wx' });
    return path;
  }

  /** The path of an EC P-256 private key in PKCS#8 PEM. */
  keyFile(name) {
    this.get(name, () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }));
    return this.path(name);
  }
}
