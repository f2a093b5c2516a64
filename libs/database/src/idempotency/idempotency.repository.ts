export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type IdempotencyClaim =
  /** Run it. `creationId` is the id the new thing must get: the same one if an earlier run died half-way. */
  | { readonly kind: 'run'; readonly creationId: string }
  | { readonly kind: 'replay'; readonly answer: StoredAnswer }
  | { readonly kind: 'running' }
  | { readonly kind: 'other-body' };

/** Answers of creating requests by (person, route, key), kept 24 h. */
export abstract class IdempotencyRepository {
  abstract claim(ownerId: string, route: string, key: string, bodySha256: string): Promise<IdempotencyClaim>;
  /** Keeps a 2xx answer. */
  abstract keep(ownerId: string, route: string, key: string, answer: StoredAnswer): Promise<void>;
  /** Forgets a run that created nothing: the key may be tried again, with another body, too. */
  abstract release(ownerId: string, route: string, key: string): Promise<void>;
  /** Ends a run of which nobody knows whether it created anything: the next try of the same body gets the same creation id. */
  abstract yield(ownerId: string, route: string, key: string): Promise<void>;
  /** Deletes what is older than 24 h; gives the number. */
  abstract purge(): Promise<number>;
}
