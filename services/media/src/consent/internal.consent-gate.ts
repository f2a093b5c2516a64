import { InternalCallError, InternalClient, isPeerOutage } from '@practika/identity';
import { Inject, Injectable } from '@nestjs/common';
import { logger } from '@practika/observability';
import { z } from 'zod';
import { ConsentGate, type GateAnswer, type Permit, type Permitted, type Purpose } from './consent-gate.js';

const gateAnswer = z.object({ allow: z.boolean(), epoch: z.number().int(), recordId: z.string().nullable() });
const permitAnswer = z.object({ permitId: z.string(), epoch: z.number().int(), recordId: z.string().nullable(), expiresAt: z.string() });

/** Asks the consent service on its internal port. Nothing is kept here: an answer that is not fresh could be a wrong yes. */
@Injectable()
export class InternalConsentGate extends ConsentGate {
  private readonly log = logger('consent-gate');

  constructor(@Inject(InternalClient) private readonly client: InternalClient) {
    super();
  }

  check(subjectId: string, purpose: Purpose): Promise<GateAnswer> {
    return this.client.call('consent', { method: 'POST', path: '/internal/gates/check', body: { subjectId, purpose }, answer: gateAnswer });
  }

  async withPermit<T>(subjectId: string, purpose: Purpose, commit: (permit: Permit) => Promise<T>): Promise<Permitted<T>> {
    let permit: z.infer<typeof permitAnswer>;
    try {
      permit = await this.client.call('consent', { method: 'POST', path: '/internal/permits', body: { subjectId, purpose }, answer: permitAnswer });
    } catch (error) {
      if (error instanceof InternalCallError && error.code === 'consent-required') return { granted: false };
      throw error;
    }
    try {
      return { granted: true, value: await commit({ permitId: permit.permitId, epoch: permit.epoch, recordId: permit.recordId }) };
    } finally {
      await this.giveBack(permit.permitId);
    }
  }

  /** A permit that cannot be given back ends by itself after five seconds; a withdrawal only waits a little longer. */
  private async giveBack(permitId: string): Promise<void> {
    try {
      await this.client.call('consent', { method: 'DELETE', path: `/internal/permits/${permitId}`, answer: z.undefined() });
    } catch (error) {
      if (!isPeerOutage(error) && !(error instanceof InternalCallError)) throw error;
      this.log.warn({ err: error }, 'a permit was not given back');
    }
  }
}
