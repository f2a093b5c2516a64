import { AsyncLocalStorage } from 'node:async_hooks';

/** The event that is being handled, so that events written meanwhile name it as their cause. */
export const causation = new AsyncLocalStorage<{ readonly eventId: string; readonly correlationId: string }>();
