import { DataSource, type EntityManager } from 'typeorm';
import { Inject, Injectable } from '@nestjs/common';
import { Transactions } from './transactions.js';

@Injectable()
export class TypeormTransactions extends Transactions {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {
    super();
  }

  get reader(): EntityManager {
    return this.dataSource.manager;
  }

  run<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(work);
  }
}

/** Handed from a service to repositories; services know nothing else of it. */
export type Tx = EntityManager;
