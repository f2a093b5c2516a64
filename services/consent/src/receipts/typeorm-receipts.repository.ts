import { Injectable } from '@nestjs/common';
import { decodeCursor, type Page, row, rows, toPage } from '@practika/database';
import { invalid } from '@practika/problems';
import { DataSource } from 'typeorm';
import { type Receipt, ReceiptsRepository } from './receipts.repository.js';

interface ReceiptRow {
  readonly receipt_id: string;
  readonly position: string;
  readonly at: Date;
  readonly purpose: string;
  readonly recipient: string | null;
  readonly state: 'given' | 'withdrawn';
  readonly jws: string;
}

const SELECT = `SELECT r.receipt_id, r.position, r.at, r.purpose, r.recipient, r.state, r.jws FROM consent_records r JOIN consent_subjects s USING (principal_id)`;
const view = (r: ReceiptRow): Receipt => ({ id: r.receipt_id, at: r.at.toISOString(), purpose: r.purpose, recipient: r.recipient, state: r.state, jws: r.jws });

@Injectable()
export class TypeormReceiptsRepository extends ReceiptsRepository {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async page(subjectId: string, limit: number, cursor: string | undefined): Promise<Page<Receipt>> {
    const before = cursor === undefined ? null : positionOf(cursor);
    const found = await rows<ReceiptRow>(
      this.dataSource, `${SELECT} WHERE s.subject_id = $1 AND ($2::bigint IS NULL OR r.position < $2) ORDER BY r.position DESC LIMIT $3`, [subjectId, before, limit + 1],
    );
    return toPage(found, limit, (r) => [Number(r.position)], view);
  }

  async find(subjectId: string, receiptId: string): Promise<Receipt | null> {
    const found = await row<ReceiptRow>(this.dataSource, `${SELECT} WHERE s.subject_id = $1 AND r.receipt_id = $2`, [subjectId, receiptId]);
    return found === null ? null : view(found);
  }
}

function positionOf(cursor: string): number {
  const [position] = decodeCursor(cursor, 1);
  if (typeof position !== 'number') throw invalid('?cursor', 'is not a cursor of this list');
  return position;
}
