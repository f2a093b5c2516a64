import { Injectable } from '@nestjs/common';
import { DomainError, invalid } from '@practika/problems';
import { WithdrawalEffects } from '../effects/withdrawal-effects.service.js';
import { type Notice, NoticeArchive } from '../notices/notice-archive.js';
import { type Purpose, PURPOSE_TABLE, PURPOSES } from '../notices/purposes.js';
import { ConsentLedger, type CurrentConsent, type Decision, type StoredRecord, type Switch } from './consent-ledger.repository.js';
import type { ConsentState, Surface } from './consent-record.js';

export interface Wish {
  readonly state: ConsentState;
  readonly noticeVersion: string;
  readonly recipient?: string | undefined;
}

export interface ConsentRow {
  readonly purpose: Purpose;
  readonly recipient: string | null;
  readonly state: ConsentState | 'never';
  readonly since: string | null;
  readonly noticeVersion: string | null;
}

@Injectable()
export class ConsentsService {
  constructor(
    private readonly ledger: ConsentLedger,
    private readonly notices: NoticeArchive,
    private readonly effects: WithdrawalEffects,
  ) {}

  /** One row per purpose and recipient, touched or not. */
  async list(subjectId: string): Promise<ConsentRow[]> {
    const known = await this.ledger.current(subjectId);
    return PURPOSES.flatMap((purpose) => switchesOf(purpose).map((recipient) => view(purpose, recipient, known)));
  }

  /**
   * Gives or withdraws. Saying again what is so writes nothing and answers with the record in force: a chain of equal
   * records would prove nothing more. Giving again under a newer notice, or after the consent ran out, is a new record.
   * Resolves for a withdrawal when it is effective everywhere.
   *
   * @throws validation-failed for the recipient, notice-outdated, and unavailable for a withdrawal that is recorded and
   *   not yet effective everywhere; repeating it is safe and goes on where it stopped
   */
  async put(subjectId: string, purpose: Purpose, wish: Wish, surface: Surface): Promise<StoredRecord> {
    const at = { subjectId, purpose, recipient: recipientOf(purpose, wish.recipient) };
    const stored = await this.ledger.change(at, (current) => this.decide(wish, current, surface));
    if (wish.state === 'withdrawn') await this.effects.complete(stored.recordId);
    return stored;
  }

  /** A consent that ran out ends like one that was withdrawn. Gives whether it was still there to end. */
  async expire(at: Switch): Promise<boolean> {
    let ended = false;
    await this.ledger.change(at, (current) => {
      ended = current?.expired === true;
      if (current === null || !ended) return null;
      return { state: 'withdrawn', type: 'expired', notice: this.noticeOf(current), surface: { component: 'system', ipPrefix: null, userAgent: null } };
    });
    return ended;
  }

  private decide(wish: Wish, current: CurrentConsent | null, surface: Surface): Decision | null {
    if (wish.state === 'given') {
      const notice = this.notices.current;
      if (wish.noticeVersion !== notice.version) throw new DomainError('notice-outdated', { detail: `The notice in force is version ${notice.version}. Show it, then repeat with its version.` });
      const same = current?.state === 'given' && !current.expired && current.noticeVersion === notice.version;
      return same ? null : { state: 'given', type: 'explicit', notice, surface };
    }
    if (current?.state === 'withdrawn') return null;
    // What is withdrawn was given under its own notice, however old; a refusal is of what was shown.
    const notice = current === null ? (this.notices.find(wish.noticeVersion) ?? this.notices.current) : this.noticeOf(current);
    return { state: 'withdrawn', type: current === null ? 'refused' : 'withdrawn', notice, surface };
  }

  private noticeOf(current: CurrentConsent): Notice {
    return this.notices.find(current.noticeVersion) ?? this.notices.current;
  }
}

const switchesOf = (purpose: Purpose): readonly (string | null)[] => (PURPOSE_TABLE[purpose].recipients.length > 0 ? PURPOSE_TABLE[purpose].recipients : [null]);

function recipientOf(purpose: Purpose, named: string | undefined): string | null {
  const { recipients } = PURPOSE_TABLE[purpose];
  if (recipients.length === 0) {
    if (named !== undefined) throw invalid('/recipient', 'this purpose has no recipients');
    return null;
  }
  if (named === undefined) throw invalid('/recipient', `is required for this purpose: ${recipients.join(', ')}`);
  if (!recipients.includes(named)) throw invalid('/recipient', `must be one of: ${recipients.join(', ')}`);
  return named;
}

function view(purpose: Purpose, recipient: string | null, known: readonly CurrentConsent[]): ConsentRow {
  const current = known.find((c) => c.purpose === purpose && c.recipient === recipient);
  if (current === undefined) return { purpose, recipient, state: 'never', since: null, noticeVersion: null };
  return { purpose, recipient, state: current.expired ? 'withdrawn' : current.state, since: current.since.toISOString(), noticeVersion: current.noticeVersion };
}
