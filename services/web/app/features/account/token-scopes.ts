/** What a token can be allowed, in the order in which people look for it. */
export const AREAS = ['exercises', 'media', 'auth', 'consent'] as const;
export type Area = (typeof AREAS)[number];
export type Scope = `${Area}:${'read' | 'write'}`;
export const scopesOf = (area: Area): readonly Scope[] => [`${area}:read`, `${area}:write`];
export const SCOPES: readonly Scope[] = AREAS.flatMap(scopesOf);
export const isScope = (name: unknown): name is Scope => SCOPES.some((scope) => scope === name);

export const LIFETIMES = [7, 30, 90, 180, 365] as const;
/** Days; also what the server takes when nothing is said. */
export const USUAL_LIFETIME = 90;
const DAY = 86_400_000;

/** When a token made now ends. The server takes a year at most by its own clock: a year is a minute short of it. */
export function endOf(days: number, now: number): string {
  return new Date(now + days * DAY - (days >= 365 ? 60_000 : 0)).toISOString();
}
