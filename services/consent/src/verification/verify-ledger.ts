import type { ConsentRecord } from '../consents/consent-record.js';
import { ChainCheck } from './chain-check.js';
import type { ChainHead, LedgerCheckRepository } from './ledger-check.repository.js';

export interface Verdict {
  readonly records: number;
  readonly chains: number;
  /** One sentence each, naming the record or the chain. */
  readonly faults: readonly string[];
}

/** Walks every chain, or one person's. Works on a live database: records that are written meanwhile are checked, too. */
export async function verifyLedger(ledger: LedgerCheckRepository, signed: (jws: string, record: ConsentRecord) => Promise<boolean>, subjectId: string | null = null): Promise<Verdict> {
  const faults: string[] = [];
  // Heads first: chains only grow, so whatever a head knows must be among the records that are read after it.
  const heads = await headsOf(ledger, subjectId);
  const checks = new Map<string, ChainCheck>();
  const reached = new Set<string>();
  let records = 0;
  for await (const link of ledger.links(subjectId)) {
    let check = checks.get(link.principalId);
    if (check === undefined) checks.set(link.principalId, check = new ChainCheck(signed));
    records += 1;
    const fault = await check.next(link);
    if (fault !== null) faults.push(`record ${link.recordId} ${fault}`);
    const head = heads.get(link.principalId);
    if (head?.records === link.position && head.lastHash === link.hash) reached.add(link.principalId);
  }
  const unreached = [...checks].filter(([principalId]) => !reached.has(principalId));
  // A chain that began after the heads were read has one by now.
  const again = unreached.some(([principalId]) => !heads.has(principalId)) ? await headsOf(ledger, subjectId) : heads;
  for (const [principalId, check] of unreached) {
    const fault = check.end(again.get(principalId) ?? null);
    if (fault !== null) faults.push(`the chain of ${principalId} ${fault}`);
  }
  for (const { principalId, records: lost } of heads.values()) if (!checks.has(principalId) && lost > 0) faults.push(`the chain of ${principalId} has lost all of its ${lost} records`);
  for (const recordId of await ledger.strayStates(subjectId)) faults.push(`the state in force names record ${recordId} and says something else than the newest record`);
  return { records, chains: checks.size, faults };
}

async function headsOf(ledger: LedgerCheckRepository, subjectId: string | null): Promise<Map<string, ChainHead>> {
  const heads = new Map<string, ChainHead>();
  for await (const head of ledger.heads(subjectId)) heads.set(head.principalId, head);
  return heads;
}
