import type { Page } from '@practika/database';

export interface Receipt {
  readonly id: string;
  readonly at: string;
  readonly purpose: string;
  readonly recipient: string | null;
  readonly state: 'given' | 'withdrawn';
  readonly jws: string;
}

export abstract class ReceiptsRepository {
  /** Newest first. @throws validation-failed for a cursor that is none */
  abstract page(subjectId: string, limit: number, cursor: string | undefined): Promise<Page<Receipt>>;
  abstract find(subjectId: string, receiptId: string): Promise<Receipt | null>;
}
