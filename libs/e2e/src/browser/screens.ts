import type { Page } from 'playwright-core';
import type { Person } from '../person.js';
import type { School } from './school.js';

export interface Screen {
  readonly name: string;
  readonly path: string;
  readonly as: 'stranger' | 'learner' | 'teacher' | 'staff' | 'admin';
  /** What else has to happen before it is what its name says. */
  readonly then?: (page: Page) => Promise<unknown>;
}

export const personOf = (school: School, as: Screen['as']): Person | undefined => (as === 'stranger' ? undefined : school[as]);

/** Every screen there is, with an address and somebody who may see it. A route without a row here fails a test. */
export function screens(school: School): readonly Screen[] {
  return [
    { name: 'welcome', path: '/', as: 'stranger' },
    { name: 'sign-up', path: '/sign-up', as: 'stranger' },
    { name: 'sign-in', path: '/sign-in', as: 'stranger' },
    { name: 'verify-email', path: '/verify-email?token=not-a-token', as: 'stranger' },
    { name: 'forgot-password', path: '/forgot-password', as: 'stranger' },
    { name: 'reset-password', path: '/reset-password?token=not-a-token', as: 'stranger' },
    { name: 'accept-invitation', path: '/accept-invitation?token=not-a-token', as: 'stranger' },
    { name: 'privacy-choices', path: '/welcome/privacy', as: 'learner' },
    { name: 'feed', path: '/exercises', as: 'learner' },
    { name: 'feed-nothing-found', path: '/exercises?search=trombone', as: 'learner' },
    { name: 'new-exercise-file', path: '/exercises/new?source=file', as: 'teacher' },
    { name: 'new-exercise-camera', path: '/exercises/new?source=camera', as: 'teacher' },
    { name: 'new-exercise-youtube', path: '/exercises/new?source=youtube', as: 'teacher' },
    { name: 'exercise', path: `/exercises/${school.exerciseId}?t=2000`, as: 'learner' },
    { name: 'exercise-youtube', path: `/exercises/${school.youtubeExerciseId}`, as: 'learner' },
    { name: 'edit-exercise', path: `/exercises/${school.exerciseId}/edit`, as: 'teacher' },
    { name: 'compare', path: `/exercises/${school.exerciseId}/compare/${school.answerId}`, as: 'teacher' },
    { name: 'videos', path: '/videos', as: 'learner' },
    { name: 'video', path: `/videos/${school.assetId}`, as: 'teacher' },
    { name: 'account', path: '/account', as: 'learner' },
    { name: 'account-security', path: '/account/security', as: 'learner' },
    { name: 'account-tokens', path: '/account/tokens', as: 'learner' },
    { name: 'account-activity', path: '/account/activity', as: 'learner' },
    { name: 'account-privacy', path: '/account/privacy', as: 'learner' },
    { name: 'admin-users', path: '/admin/users', as: 'admin' },
    { name: 'admin-user', path: `/admin/users/${school.otherPersonId}`, as: 'admin' },
    { name: 'admin-invitations', path: '/admin/invitations', as: 'staff' },
    { name: 'admin-videos', path: '/admin/videos', as: 'staff' },
    { name: 'admin-quarantine', path: '/admin/quarantine', as: 'staff' },
    { name: 'admin-queues', path: '/admin/queues', as: 'admin' },
    { name: 'not-found', path: '/no/such/place', as: 'stranger' },
  ];
}

/** Waits until a screen has what it shows: a heading, nothing that still loads, pictures in place. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1, main h2').first().waitFor();
  await page.waitForFunction(() => document.querySelector('main [aria-busy="true"]') === null, undefined, { timeout: 10_000 });
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all([...document.images].filter((image) => image.loading !== 'lazy' || image.getBoundingClientRect().top < innerHeight).map((image) => image.decode().catch(() => undefined)));
  });
}
