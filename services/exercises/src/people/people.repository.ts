export interface KnownPerson {
  readonly displayName: string | null;
  readonly revision: string;
  readonly stale: boolean;
  readonly erased: boolean;
}

/** Display names that lists join, so that a list is one query. */
export abstract class PeopleRepository {
  abstract find(ids: readonly string[]): Promise<ReadonlyMap<string, KnownPerson>>;
  /** Keeps a name that was fetched when the row had this revision (0: no row); drops it when an event came in between. */
  abstract keep(id: string, displayName: string, revision: string): Promise<void>;
  /** Whether this person was erased: nothing of theirs may be written any more. */
  abstract isErased(id: string): Promise<boolean>;
}
