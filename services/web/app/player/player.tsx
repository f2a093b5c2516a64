export interface PlaybackSource {
  readonly key: string;
  readonly load: () => Promise<{ readonly url: string; readonly expiresAt: string; readonly contentType: string }>;
}

export function Player(_props: { readonly label: string; readonly source: PlaybackSource }) {
  return null;
}
