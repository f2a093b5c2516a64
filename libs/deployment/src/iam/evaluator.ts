import { conditionsHold, matches, type Context } from './conditions.js';
import type { Principals, Statement } from './policy.js';

/** Who asks. A role is asked for by its own ARN, whatever its session is called. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user' | 'role' | 'root'; readonly arn: string }
  | { readonly kind: 'federated'; readonly provider: string };

export interface Request {
  readonly caller: Caller;
  /** `s3:GetObject` */
  readonly action: string;
  /** An ARN; empty for a trust policy. */
  readonly resource: string;
  /** Keys in small letters. Those that follow from the caller are added. */
  readonly context?: Context;
}

/** The policies that have a say. */
export interface Policies {
  /** All of the caller's own, together. */
  readonly identity: readonly Statement[];
  readonly resource: readonly Statement[];
  /** The account that owns the resource. */
  readonly account: string;
}

export type Decision = { readonly allowed: boolean; readonly because: string };

export const accountOf = (arn: string): string => arn.split(':')[4] ?? '';
const TYPES = { user: 'User', role: 'AssumedRole', root: 'Account' } as const;

function contextOf({ caller, context = {} }: Request): Context {
  if (caller.kind === 'anonymous') return { ...context, 'aws:principaltype': 'Anonymous' };
  if (caller.kind === 'federated') return context;
  return { ...context, 'aws:principaltype': TYPES[caller.kind], 'aws:principalarn': caller.arn, 'aws:principalaccount': accountOf(caller.arn) };
}

/** `account`: the name is that of the caller's whole account, which then has its own policies decide. */
function named(who: Principals, caller: Caller): 'self' | 'account' | null {
  if (who === '*') return 'self';
  if (caller.kind === 'anonymous') return null;
  if (caller.kind === 'federated') return who.Federated.includes(caller.provider) ? 'self' : null;
  if (who.AWS.includes(caller.arn)) return 'self';
  const account = accountOf(caller.arn);
  return who.AWS.includes(account) || who.AWS.includes(`arn:aws:iam::${account}:root`) ? 'account' : null;
}

/** Whether a statement speaks of the request; `account` as above. */
function applies(statement: Statement, request: Request, context: Context): 'self' | 'account' | null {
  let as: 'self' | 'account' | null = 'self';
  if (statement.principals !== undefined) {
    const found = named(statement.principals.who, request.caller);
    if (statement.principals.except) as = found === null ? 'self' : null;
    else as = found;
  }
  if (as === null) return null;
  const among = ({ except, patterns }: { readonly except: boolean; readonly patterns: readonly string[] }, text: string, ignoreCase: boolean): boolean =>
    patterns.some((pattern) => matches(pattern, text, { ignoreCase })) !== except;
  if (!among(statement.actions, request.action, true)) return null;
  if (statement.resources !== undefined && !among(statement.resources, request.resource, false)) return null;
  return conditionsHold(statement.conditions, context) ? as : null;
}

/**
 * Decides as IAM does: an explicit deny anywhere wins; within one account a right may come from the caller's policies or
 * from the resource's; from another account it takes both; somebody anonymous has only what the resource's policy gives.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * Left out, since the documents have none: permission boundaries, session policies, policies of an organization or of an
 * endpoint. All of these can only take rights away.
 */
export function decide(request: Request, policies: Policies): Decision {
  const context = contextOf(request);
  const found = (statements: readonly Statement[]) => statements.flatMap((statement) => {
    const as = applies(statement, request, context);
    return as === null ? [] : [{ as, statement }];
  });
  const [own, others] = [found(policies.identity), found(policies.resource)];
  const denied = [...own, ...others].find(({ statement }) => statement.effect === 'Deny');
  if (denied !== undefined) return { allowed: false, because: `denied by ${denied.statement.sid}` };
  const allowing = (list: typeof own, also: 'account' | null = null) => list.find(({ as, statement }) => statement.effect === 'Allow' && (as === 'self' || as === also));
  const { caller } = request;
  const foreign = caller.kind !== 'anonymous' && caller.kind !== 'federated' && accountOf(caller.arn) !== policies.account;
  const byIdentity = allowing(own);
  // The root user needs no policy in its own account.
  if (caller.kind === 'root' && !foreign) return { allowed: true, because: 'the account\'s own root user' };
  if (foreign) {
    const byResource = allowing(others, 'account');
    if (byIdentity !== undefined && byResource !== undefined) return { allowed: true, because: `allowed by ${byIdentity.statement.sid} and ${byResource.statement.sid}` };
    return { allowed: false, because: 'another account needs a right from both sides' };
  }
  const by = byIdentity ?? allowing(others);
  return by === undefined ? { allowed: false, because: 'nothing allows it' } : { allowed: true, because: `allowed by ${by.statement.sid}` };
}

/** Whether a role may be taken: its trust policy alone decides for a web identity. */
export const mayAssume = (trust: readonly Statement[], caller: Caller, context: Context): boolean =>
  decide({ caller, action: 'sts:AssumeRoleWithWebIdentity', resource: '', context }, { identity: [], resource: trust, account: '' }).allowed;
