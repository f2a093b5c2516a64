import { Injectable } from '@nestjs/common';
import { InternalClient } from '@practika/identity';
import { z } from 'zod';
import type { ToldService } from '../notices/purposes.js';
import type { OpenEffect } from './effects.repository.js';
import { WithdrawalNews } from './withdrawal-news.js';

@Injectable()
export class HttpWithdrawalNews extends WithdrawalNews {
  constructor(private readonly client: InternalClient) {
    super();
  }

  tell(service: ToldService, { subjectId, purpose, recipient, epoch }: OpenEffect): Promise<void> {
    return this.client.call(service, { method: 'POST', path: '/internal/consents/withdrawn', body: { subjectId, purpose, recipient, epoch }, answer: z.undefined() });
  }
}
