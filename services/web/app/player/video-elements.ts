/** Milliseconds that the other element may take to get ready before the attempt is given up. */
const PATIENCE = 15_000;

/** What has arrived, milliseconds. */
export function rangesOf({ buffered }: HTMLVideoElement): readonly (readonly [number, number])[] {
  return Array.from({ length: buffered.length }, (_, index) => [buffered.start(index) * 1_000, buffered.end(index) * 1_000] as const);
}

/** Lets go of the bytes. */
export function empty(element: HTMLVideoElement): void {
  element.removeAttribute('src');
  element.load();
}

/** The picture at the position that was asked for is there, and what follows too. */
export function ready(element: HTMLVideoElement): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (error?: Error) => {
      clearTimeout(timer);
      for (const name of ['canplay', 'seeked', 'error']) element.removeEventListener(name, look);
      if (error === undefined) resolve();
      else reject(error);
    };
    const look = () => {
      if (element.error !== null) end(new Error('the next URL does not play'));
      else if (element.readyState >= 3 && !element.seeking) end();
    };
    const timer = setTimeout(() => end(new Error('the next URL took too long')), PATIENCE);
    for (const name of ['canplay', 'seeked', 'error']) element.addEventListener(name, look);
    look();
  });
}

/** Waits until both show the same moment. @returns false: somebody jumped, or it stood still too long */
export async function meets(from: HTMLVideoElement, to: HTMLVideoElement): Promise<boolean> {
  const until = performance.now() + 2_000;
  while (performance.now() < until) {
    const ahead = to.currentTime - from.currentTime;
    if (Math.abs(ahead) < 0.02) return true;
    if (from.paused || ahead < 0 || ahead > 2 * from.playbackRate) return ahead < 0 && ahead > -0.06 && !from.paused;
    await new Promise((resolve) => { setTimeout(resolve, 8); });
  }
  return false;
}
