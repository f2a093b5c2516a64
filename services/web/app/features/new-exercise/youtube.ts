/** The forms of a YouTube address that the contract takes. */
const FORMS = [/^https?:\/\/(?:www\.|m\.)?youtube\.com\/watch\?(?:[^#]*&)?v=([\w-]{11})(?:[&#].*)?$/, /^https?:\/\/youtu\.be\/([\w-]{11})(?:[?#].*)?$/, /^https?:\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/embed\/([\w-]{11})(?:[?#].*)?$/];

/** The video's id; null: no address of a YouTube video. */
export function youtubeId(address: string): string | null {
  for (const form of FORMS) {
    const found = form.exec(address.trim())?.[1];
    if (found !== undefined) return found;
  }
  return null;
}
