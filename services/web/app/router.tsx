import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { meQuery, type Me } from './session/session.ts';
import { ErrorScreen, NotFoundScreen } from './shell/error-screen.tsx';
import { Shell } from './shell/shell.tsx';
import { allVideosSearch, usersSearch } from './features/admin/admin-search.ts';
import { feedSearch } from './features/feed/feed-search.ts';
import { newExerciseSearch } from './features/new-exercise/new-exercise-search.ts';
import { compareSearch } from './features/review/compare-search.ts';
import { reviewSearch } from './features/review/review-search.ts';

interface RouterContext {
  readonly queries: QueryClient;
}

const tokenSearch = (search: Readonly<Record<string, unknown>>): { token?: string } => (typeof search.token === 'string' ? { token: search.token } : {});
/** Where a person wanted to go before signing in. Paths of this site alone: never a way to lead somebody elsewhere. */
const nextSearch = (search: Readonly<Record<string, unknown>>): { next?: string } => (typeof search.next === 'string' && /^\/(?![/\\])/.test(search.next) ? { next: search.next } : {});

const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Shell, errorComponent: ErrorScreen, notFoundComponent: NotFoundScreen });
const open = <Path extends string>(path: Path) => ({ getParentRoute: () => rootRoute, path }) as const;

/** Everything behind the sign-in. Its screens may rely on a person. */
const signedIn = createRoute({
  getParentRoute: () => rootRoute, id: 'signed-in',
  beforeLoad: async ({ context, location }): Promise<{ me: Me }> => {
    const me = await context.queries.ensureQueryData(meQuery);
    if (me === null) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
    return { me };
  },
});
const inside = <Path extends string>(path: Path) => ({ getParentRoute: () => signedIn, path }) as const;

const welcome = createRoute({
  ...open('/'), component: lazyRouteComponent(() => import('./features/welcome/welcome.tsx'), 'WelcomeScreen'),
  beforeLoad: async ({ context }) => {
    if (await context.queries.ensureQueryData(meQuery) !== null) throw redirect({ to: '/exercises' });
  },
});
const signUp = createRoute({ ...open('/sign-up'), component: lazyRouteComponent(() => import('./features/people/sign-up.tsx'), 'SignUpScreen') });
const signIn = createRoute({ ...open('/sign-in'), validateSearch: nextSearch, component: lazyRouteComponent(() => import('./features/people/sign-in.tsx'), 'SignInScreen') });
const verifyEmail = createRoute({ ...open('/verify-email'), validateSearch: tokenSearch, component: lazyRouteComponent(() => import('./features/people/verify-email.tsx'), 'VerifyEmailScreen') });
const forgotPassword = createRoute({ ...open('/forgot-password'), component: lazyRouteComponent(() => import('./features/people/forgot-password.tsx'), 'ForgotPasswordScreen') });
const resetPassword = createRoute({ ...open('/reset-password'), validateSearch: tokenSearch, component: lazyRouteComponent(() => import('./features/people/reset-password.tsx'), 'ResetPasswordScreen') });
const acceptInvitation = createRoute({ ...open('/accept-invitation'), validateSearch: tokenSearch, component: lazyRouteComponent(() => import('./features/people/accept-invitation.tsx'), 'AcceptInvitationScreen') });

const firstRun = createRoute({ ...inside('/welcome/privacy'), validateSearch: nextSearch, component: lazyRouteComponent(() => import('./features/privacy/first-run.tsx'), 'FirstRunScreen') });
const feed = createRoute({ ...inside('/exercises'), validateSearch: feedSearch, component: lazyRouteComponent(() => import('./features/feed/feed.tsx'), 'FeedScreen') });
const newExercise = createRoute({ ...inside('/exercises/new'), validateSearch: newExerciseSearch, component: lazyRouteComponent(() => import('./features/new-exercise/new-exercise.tsx'), 'NewExerciseScreen') });
const review = createRoute({ ...inside('/exercises/$exerciseId'), validateSearch: reviewSearch, component: lazyRouteComponent(() => import('./features/review/review.tsx'), 'ReviewScreen') });
const editExercise = createRoute({ ...inside('/exercises/$exerciseId/edit'), component: lazyRouteComponent(() => import('./features/new-exercise/edit-exercise.tsx'), 'EditExerciseScreen') });
const compare = createRoute({ ...inside('/exercises/$exerciseId/compare/$commentId'), validateSearch: compareSearch, component: lazyRouteComponent(() => import('./features/review/compare.tsx'), 'CompareScreen') });
const videos = createRoute({ ...inside('/videos'), component: lazyRouteComponent(() => import('./features/videos/videos.tsx'), 'VideosScreen') });
const video = createRoute({ ...inside('/videos/$assetId'), component: lazyRouteComponent(() => import('./features/videos/video.tsx'), 'VideoScreen') });

const account = createRoute({ ...inside('/account'), component: lazyRouteComponent(() => import('./features/account/account.tsx'), 'AccountLayout') });
const accountPage = <Path extends string>(path: Path) => ({ getParentRoute: () => account, path }) as const;
const profile = createRoute({ ...accountPage('/'), component: lazyRouteComponent(() => import('./features/account/profile.tsx'), 'ProfileScreen') });
const security = createRoute({ ...accountPage('/security'), component: lazyRouteComponent(() => import('./features/account/security.tsx'), 'SecurityScreen') });
const tokens = createRoute({ ...accountPage('/tokens'), component: lazyRouteComponent(() => import('./features/account/tokens.tsx'), 'TokensScreen') });
const activity = createRoute({ ...accountPage('/activity'), component: lazyRouteComponent(() => import('./features/account/activity.tsx'), 'ActivityScreen') });
const privacy = createRoute({ ...accountPage('/privacy'), component: lazyRouteComponent(() => import('./features/privacy/privacy.tsx'), 'PrivacyScreen') });

const admin = createRoute({ ...inside('/admin'), component: lazyRouteComponent(() => import('./features/admin/admin.tsx'), 'AdminLayout') });
const adminPage = <Path extends string>(path: Path) => ({ getParentRoute: () => admin, path }) as const;
const adminHome = createRoute({ ...adminPage('/'), beforeLoad: () => { throw redirect({ to: '/admin/users', replace: true }); } });
const users = createRoute({ ...adminPage('/users'), validateSearch: usersSearch, component: lazyRouteComponent(() => import('./features/admin/users.tsx'), 'UsersScreen') });
const user = createRoute({ ...adminPage('/users/$userId'), component: lazyRouteComponent(() => import('./features/admin/user.tsx'), 'UserScreen') });
const invitations = createRoute({ ...adminPage('/invitations'), component: lazyRouteComponent(() => import('./features/admin/invitations.tsx'), 'InvitationsScreen') });
const allVideos = createRoute({ ...adminPage('/videos'), validateSearch: allVideosSearch, component: lazyRouteComponent(() => import('./features/admin/all-videos.tsx'), 'AllVideosScreen') });
const quarantine = createRoute({ ...adminPage('/quarantine'), component: lazyRouteComponent(() => import('./features/admin/quarantine.tsx'), 'QuarantineScreen') });
const queues = createRoute({ ...adminPage('/queues'), component: lazyRouteComponent(() => import('./features/admin/queues.tsx'), 'QueuesScreen') });

const routeTree = rootRoute.addChildren([
  welcome, signUp, signIn, verifyEmail, forgotPassword, resetPassword, acceptInvitation,
  signedIn.addChildren([
    firstRun, feed, newExercise, review, editExercise, compare, videos, video,
    account.addChildren([profile, security, tokens, activity, privacy]),
    admin.addChildren([adminHome, users, user, invitations, allVideos, quarantine, queues]),
  ]),
]);

export const makeRouter = (queries: QueryClient) => createRouter({ routeTree, context: { queries }, search: { strict: true }, defaultPreload: 'intent', defaultPreloadStaleTime: 0, scrollRestoration: true, defaultErrorComponent: ErrorScreen, defaultNotFoundComponent: NotFoundScreen });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
