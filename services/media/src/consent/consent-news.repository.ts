import type { EntityManager } from 'typeorm';

export interface ConsentNews {
  readonly subjectId: string;
  readonly purpose: string;
  readonly recipient: string | null;
  /** Of (subject, purpose): grows with every record. */
  readonly epoch: number;
  readonly state: 'given' | 'withdrawn';
}

/**
 * What follows from a person's consent or withdrawal. Older news than what is known does nothing, so that the internal
 * call and the event may arrive in any order and twice.
 */
export abstract class ConsentNewsRepository {
  /** Joins the caller's transaction when `within` is given (an event's inbox row). Gives the number of assets moved. */
  abstract apply(news: ConsentNews, within?: EntityManager): Promise<number>;
}
