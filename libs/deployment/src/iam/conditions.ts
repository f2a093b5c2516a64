import { PolicyError, type Conditions } from './policy.js';

/** What is known of a request, by the names of condition keys in small letters. Absent means that the request has no such key. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

const escaped = (text: string): string => text.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');

const compiled = new Map<string, RegExp>();

/** `*` any characters, `?` one. */
export function matches(pattern: string, text: string, options: { readonly ignoreCase?: boolean } = {}): boolean {
  if (!/[*?]/.test(pattern) && options.ignoreCase !== true) return pattern === text;
  const key = `${options.ignoreCase === true} ${pattern}`;
  const known = compiled.get(key) ?? new RegExp(`^${escaped(pattern).replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`, options.ignoreCase === true ? 'i' : '');
  compiled.set(key, known);
  return known.test(text);
}

/** Of the six parts of an ARN each for itself: a wildcard does not reach over a colon, but the last part may have colons. */
export function arnMatches(pattern: string, arn: string): boolean {
  const [wanted, given] = [pattern.split(':'), arn.split(':')];
  if (wanted.length < 6 || given.length < 6) return false;
  return wanted.slice(0, 5).every((part, index) => matches(part, given[index] ?? '')) && matches(wanted.slice(5).join(':'), given.slice(5).join(':'));
}

type Compare = (wanted: string, given: string) => boolean;

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new PolicyError(`${text} is no number`);
  return value;
}

const numeric = (compare: (given: number, wanted: number) => boolean): Compare => (wanted, given) => compare(number(given), number(wanted));

const POSITIVE: Readonly<Record<string, Compare>> = {
  StringEquals: (wanted, given) => wanted === given,
  StringEqualsIgnoreCase: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  StringLike: (wanted, given) => matches(wanted, given),
  ArnEquals: arnMatches,
  ArnLike: arnMatches,
  Bool: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  NumericEquals: numeric((given, wanted) => given === wanted),
  NumericLessThan: numeric((given, wanted) => given < wanted),
  NumericLessThanEquals: numeric((given, wanted) => given <= wanted),
  NumericGreaterThan: numeric((given, wanted) => given > wanted),
  NumericGreaterThanEquals: numeric((given, wanted) => given >= wanted),
};
const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals', StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase', StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals', ArnNotLike: 'ArnLike', NumericNotEquals: 'NumericEquals',
};

/**
 * One operator on one key. Several wanted values are alternatives; for a negated operator none of them may match. A key
 * that the request does not have matches no operator but a negated one and one with IfExists.
 */
function holds(operator: string, key: string, wanted: readonly string[], context: Context): boolean {
  const given = context[key];
  if (operator === 'Null') {
    const [value] = wanted;
    if (wanted.length !== 1 || (value !== 'true' && value !== 'false')) throw new PolicyError('Null takes true or false');
    return (given === undefined) === (value === 'true');
  }
  const [, set, rest = operator] = /^(ForAllValues|ForAnyValue):(.+)$/.exec(operator) ?? [];
  const ifExists = rest.endsWith('IfExists');
  const name = ifExists ? rest.slice(0, -'IfExists'.length) : rest;
  const negated = NEGATED[name];
  const compare = POSITIVE[negated ?? name];
  if (compare === undefined) throw new PolicyError(`the condition operator ${operator} is not known here`);
  const one = (value: string): boolean => wanted.some((text) => compare(text, value)) !== (negated !== undefined);
  if (set !== undefined) {
    const values = given === undefined ? [] : [given].flat();
    // An empty set: all of it match, none of it does.
    return set === 'ForAllValues' ? values.every(one) : values.some(one);
  }
  if (given === undefined) return ifExists || negated !== undefined;
  if (typeof given !== 'string') throw new PolicyError(`${key} has several values: ${operator} needs ForAllValues or ForAnyValue`);
  return one(given);
}

/** Whether all conditions hold: of all operators and of all keys. */
export function conditionsHold(conditions: Conditions, context: Context): boolean {
  return Object.entries(conditions).every(([operator, keys]) => Object.entries(keys).every(([key, wanted]) => holds(operator, key, wanted, context)));
}
