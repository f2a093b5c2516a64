// The language of IAM policies, as far as documents of ours use it. What is not known is refused and never passed over: a
// condition that nobody evaluates would make a policy look better than it is.

export type Operator = string;
export type Conditions = Readonly<Record<Operator, Readonly<Record<string, readonly string[]>>>>;
/** Who is meant: everybody, or accounts, users and roles (AWS), providers of web identities (Federated). */
export type Principals = '*' | { readonly AWS: readonly string[]; readonly Federated: readonly string[] };

export interface Statement {
  readonly sid: string;
  readonly effect: 'Allow' | 'Deny';
  /** Undefined in an identity's policy, which is about its holder. */
  readonly principals: { readonly except: boolean; readonly who: Principals } | undefined;
  readonly actions: { readonly except: boolean; readonly patterns: readonly string[] };
  /** Undefined in a trust policy, which is about its role. */
  readonly resources: { readonly except: boolean; readonly patterns: readonly string[] } | undefined;
  readonly conditions: Conditions;
}

export type PolicyKind = 'identity' | 'resource' | 'trust';

export class PolicyError extends Error {}

const FIELDS = new Set(['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']);
const isMap = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value);

function texts(value: unknown, what: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const found = list.filter((item): item is string => typeof item === 'string' && item !== '');
  if (found.length === 0 || found.length !== list.length) throw new PolicyError(`${what} has to be a text or a list of texts`);
  const variable = found.find((text) => text.includes('${'));
  if (variable !== undefined) throw new PolicyError(`${what} has the policy variable ${variable}, which is not known here`);
  return found;
}

/** One of `Name` and `NotName`; undefined when there is neither. */
function eitherOf(statement: Record<string, unknown>, name: string): { except: boolean; value: unknown } | undefined {
  const [plain, negated] = [statement[name], statement[`Not${name}`]];
  if (plain !== undefined && negated !== undefined) throw new PolicyError(`${name} and Not${name} exclude each other`);
  if (plain !== undefined) return { except: false, value: plain };
  return negated === undefined ? undefined : { except: true, value: negated };
}

function principalsOf(value: unknown): Principals {
  if (value === '*') return '*';
  if (!isMap(value)) throw new PolicyError('Principal has to be "*" or a map');
  for (const kind of Object.keys(value)) if (kind !== 'AWS' && kind !== 'Federated') throw new PolicyError(`the kind of principal ${kind} is not known here`);
  const list = (kind: string): readonly string[] => (value[kind] === undefined ? [] : texts(value[kind], `Principal.${kind}`));
  const [AWS, Federated] = [list('AWS'), list('Federated')];
  if (AWS.includes('*')) return '*';
  const wild = [...AWS, ...Federated].find((name) => name.includes('*'));
  // In Principal a wildcard within a name means nothing.
  if (wild !== undefined) throw new PolicyError(`Principal has the wildcard ${wild}; a condition on aws:PrincipalArn can do that`);
  return { AWS, Federated };
}

function conditionsOf(value: unknown): Conditions {
  if (value === undefined) return {};
  if (!isMap(value)) throw new PolicyError('Condition has to be a map');
  return Object.fromEntries(Object.entries(value).map(([operator, keys]) => {
    if (!isMap(keys) || Object.keys(keys).length === 0) throw new PolicyError(`Condition.${operator} has to be a map`);
    return [operator, Object.fromEntries(Object.entries(keys).map(([key, values]) => [key.toLowerCase(), texts(values, `Condition.${operator}.${key}`)]))];
  }));
}

function statementOf(value: unknown, kind: PolicyKind, index: number): Statement {
  if (!isMap(value)) throw new PolicyError('a statement has to be a map');
  const unknown = Object.keys(value).find((field) => !FIELDS.has(field));
  if (unknown !== undefined) throw new PolicyError(`the field ${unknown} is not known`);
  if (value['Effect'] !== 'Allow' && value['Effect'] !== 'Deny') throw new PolicyError('Effect has to be Allow or Deny');
  const [principal, action, resource] = [eitherOf(value, 'Principal'), eitherOf(value, 'Action'), eitherOf(value, 'Resource')];
  if ((principal === undefined) !== (kind === 'identity')) throw new PolicyError(kind === 'identity' ? 'a policy of an identity names no principal' : 'a policy of a resource has to name principals');
  if ((resource === undefined) !== (kind === 'trust')) throw new PolicyError(kind === 'trust' ? 'a trust policy names no resource' : 'a statement has to name resources');
  if (action === undefined) throw new PolicyError('a statement has to name actions');
  if (principal?.except === true && value['Effect'] === 'Allow') throw new PolicyError('NotPrincipal with Allow gives rights to everybody else, anonymous ones too');
  const side = (name: string, found: { except: boolean; value: unknown }) => ({ except: found.except, patterns: texts(found.value, name) });
  return {
    sid: typeof value['Sid'] === 'string' ? value['Sid'] : `#${index + 1}`,
    effect: value['Effect'],
    principals: principal === undefined ? undefined : { except: principal.except, who: principalsOf(principal.value) },
    actions: side('Action', action),
    resources: resource === undefined ? undefined : side('Resource', resource),
    conditions: conditionsOf(value['Condition']),
  };
}

/** @throws PolicyError where the document is no policy of that kind, or uses what is not known here */
export function readPolicy(document: unknown, kind: PolicyKind): readonly Statement[] {
  if (!isMap(document) || document['Version'] !== '2012-10-17') throw new PolicyError('Version has to be 2012-10-17');
  const unknown = Object.keys(document).find((field) => !['Version', 'Id', 'Statement'].includes(field));
  if (unknown !== undefined) throw new PolicyError(`the field ${unknown} is not known`);
  const list: readonly unknown[] = Array.isArray(document['Statement']) ? document['Statement'] : [document['Statement']];
  const statements = list.map((statement, index) => statementOf(statement, kind, index));
  const sids = statements.map(({ sid }) => sid);
  if (new Set(sids).size !== sids.length) throw new PolicyError('every Sid has to be there once');
  return statements;
}
