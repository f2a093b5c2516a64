import type { Role } from '../../session/session.ts';

const ROLES: readonly Role[] = ['student', 'instructor', 'staff', 'admin'];
/** States of videos, as the filter offers them: in the order of their lives. */
export const STATES = ['created', 'uploading', 'uploaded', 'checking', 'scanning', 'processing', 'ready', 'consent_hold', 'failed', 'quarantined', 'rejected', 'expired', 'deleting', 'deleted'] as const;
export type VideoState = (typeof STATES)[number];
export const STATUSES = ['active', 'blocked'] as const;
export type Status = (typeof STATUSES)[number];

export interface UsersSearch {
  readonly search?: string;
  readonly role?: Role;
  readonly status?: Status;
}
export interface AllVideosSearch {
  readonly state?: VideoState;
  /** Id of the person whose videos are shown. */
  readonly owner?: string;
}

type Given = Readonly<Record<string, unknown>>;
const ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const oneOf = <Value extends string>(values: readonly Value[], given: unknown): Value | undefined => values.find((value) => value === given);

/** What of the lists stands in the address. Whatever else an address holds is left out, never an error. */
export function usersSearch(given: Given): UsersSearch {
  const role = oneOf(ROLES, given.role);
  const status = oneOf(STATUSES, given.status);
  return { ...(typeof given.search === 'string' && given.search !== '' ? { search: given.search } : {}), ...(role === undefined ? {} : { role }), ...(status === undefined ? {} : { status }) };
}

export function allVideosSearch(given: Given): AllVideosSearch {
  const state = oneOf(STATES, given.state);
  return { ...(state === undefined ? {} : { state }), ...(typeof given.owner === 'string' && ID.test(given.owner) ? { owner: given.owner.toLowerCase() } : {}) };
}

/** The address with a change; what is undefined goes out of it. */
export const withChange = <Search extends object>(before: Search, change: { readonly [Key in keyof Search]?: Search[Key] | undefined }): Search =>
  Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined)) as Search;
