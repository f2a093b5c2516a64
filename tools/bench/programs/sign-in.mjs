// sign-in.mjs ROUNDS SECONDS: password checks by the hasher of auth with 16 clients, and by the bare library.
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { hash, verify } from '@node-rs/argon2';
import { inTurns } from '../statistics.mjs';
import { HashingSlots } from '../../../services/auth/dist/passwords/hashing-slots.js';
import { PasswordHasher } from '../../../services/auth/dist/passwords/password-hasher.js';
import { parsePeppers, Peppers } from '../../../services/auth/dist/passwords/peppers.js';

const [rounds, seconds] = process.argv.slice(2).map(Number);
const password = 'correct horse battery staple';
const hasher = await PasswordHasher.create(new HashingSlots(availableParallelism(), 64), new Peppers(parsePeppers('a'.repeat(43))));
const stored = await hasher.hash(password);
const plain = await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });

/** Checks passwords from so many clients at once, looking at a file every few milliseconds meanwhile. */
async function measure(clients, check) {
  const end = performance.now() + seconds * 1_000;
  const began = performance.now();
  let done = 0;
  const statMs = [];
  const client = async () => {
    while (performance.now() < end) {
      if (!(await check())) throw new Error('a right password was refused');
      done += 1;
    }
  };
  const watch = async () => {
    while (performance.now() < end) {
      const from = performance.now();
      await stat('/etc/hostname');
      statMs.push(performance.now() - from);
      await sleep(5);
    }
  };
  await Promise.all([...Array.from({ length: clients }, client), watch()]);
  return { perSecond: done / ((performance.now() - began) / 1_000), statMs };
}

const results = await inTurns(rounds, {
  peer: () => measure(2, () => verify(plain, password)),
  ours: () => measure(16, async () => (await hasher.verify(stored, password)).matches),
  unbounded: () => measure(16, () => verify(plain, password)),
});
console.log(JSON.stringify(results));
