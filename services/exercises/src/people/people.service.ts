import { Injectable } from '@nestjs/common';
import { PeopleClient } from './people.client.js';
import { PeopleRepository } from './people.repository.js';

/** Milliseconds without asking auth after it could not be reached, and without asking again for an id it did not know. */
const PATIENCE = 5_000;

/** Fetches names that the local table lacks. A name is never a reason to fail: without auth a placeholder is shown. */
@Injectable()
export class PeopleService {
  private quietUntil = 0;
  private readonly unknown = new Map<string, number>();

  constructor(
    private readonly client: PeopleClient,
    private readonly people: PeopleRepository,
  ) {}

  /** Fresh names of people whose row is missing or stale, as far as they can be had. */
  async refresh(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const now = performance.now();
    if (now < this.quietUntil) return new Map();
    for (const [id, until] of this.unknown) if (until < now) this.unknown.delete(id);
    const wanted = [...new Set(ids)].filter((id) => !this.unknown.has(id)).slice(0, 100);
    if (wanted.length === 0) return new Map();
    try {
      const before = await this.people.find(wanted);
      const ask = wanted.filter((id) => before.get(id)?.erased !== true);
      const names = ask.length === 0 ? new Map<string, string>() : await this.client.names(ask);
      for (const id of wanted) {
        const name = names.get(id);
        if (name === undefined) this.unknown.set(id, now + PATIENCE);
        else await this.people.keep(id, name, before.get(id)?.revision ?? '0');
      }
      return names;
    } catch {
      this.quietUntil = now + PATIENCE;
      return new Map();
    }
  }
}
