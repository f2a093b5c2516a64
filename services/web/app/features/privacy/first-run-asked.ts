import { store, stored } from '../../shell/preferences.ts';

/** The end of an id is random: enough to know somebody again here, and it tells nothing. */
const tail = (userId: string): string => userId.slice(-8);
const asked = (): readonly string[] => (stored('asked') ?? '').split(' ').filter((entry) => entry !== '');

/** Who goes on without deciding has been asked, and is not asked at every sign-in. Known to this browser alone. */
export const wasAsked = (userId: string): boolean => asked().includes(tail(userId));

export function rememberAsked(userId: string): void {
  if (!wasAsked(userId)) store('asked', [...asked().slice(-19), tail(userId)].join(' '));
}
