/** Choices of this browser: how things look and sound here, never who somebody is. Storage may be forbidden: then they last as long as the page. */
export type Preference = 'language' | 'theme' | 'volume' | 'muted' | 'speed' | 'camera' | 'microphone' | 'shortcuts' | 'preciseTime' | 'pauseWhileTyping' | 'followComments' | 'commentOrder' | 'countdown' | 'sound' | 'recorderKeys' | 'asked' | 'erasure';
const PREFIX = 'practika.';
const fallback = new Map<string, string>();

export function stored(name: Preference): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return fallback.get(name) ?? null;
  }
}

export function store(name: Preference, value: string): void {
  fallback.set(name, value);
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Forbidden or full: kept above.
  }
}
