import { useEffect } from 'react';

/** The screen stays on while it is wanted: a phone that falls asleep takes the camera away. */
export function useWakeLock(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !('wakeLock' in navigator)) return undefined;
    let lock: WakeLockSentinel | null = null;
    let over = false;
    const take = () => {
      if (document.visibilityState !== 'visible') return;
      navigator.wakeLock.request('screen').then((taken) => {
        if (over) void taken.release();
        else lock = taken;
      }, () => undefined);
    };
    take();
    // The browser lets it go whenever the page is hidden.
    document.addEventListener('visibilitychange', take);
    return () => {
      over = true;
      document.removeEventListener('visibilitychange', take);
      void lock?.release();
    };
  }, [wanted]);
}
