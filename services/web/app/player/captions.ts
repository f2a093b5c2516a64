export interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
}

/** Bytes. Captions of an hour are a hundredth of it. */
export const LARGEST_CAPTIONS = 2_000_000;
const TIMES = /^(?:(\d{1,3}):)?(\d{2}):(\d{2})[.,](\d{3})\s*-->\s*(?:(\d{1,3}):)?(\d{2}):(\d{2})[.,](\d{3})/;
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&nbsp;': '\u00A0', '&lrm;': '', '&rlm;': '' };

const ms = (hours: string | undefined, minutes: string | undefined, seconds: string | undefined, rest: string | undefined) => Number(hours ?? 0) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1_000 + Number(rest);
const plain = (text: string) => text.replaceAll(/<[^>]*>/g, '').replaceAll(/&(?:amp|lt|gt|nbsp|lrm|rlm);/g, (entity) => ENTITIES[entity] ?? '');

/**
 * The captions of a WebVTT file, or of a SubRip one (.srt), which differs in little. Only what is said is kept: they are
 * drawn by the page, so that a mirrored picture does not mirror them.
 *
 * @returns null: no captions in it
 */
export function parseCaptions(file: string): readonly Cue[] | null {
  const blocks = file.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n').split(/\n{2,}/);
  const cues = blocks.flatMap((block) => {
    const lines = block.split('\n').filter((line) => line !== '');
    const at = lines.findIndex((line) => TIMES.test(line));
    const found = at < 0 ? null : TIMES.exec(lines[at] ?? '');
    if (found === null) return [];
    const cue = { startMs: ms(found[1], found[2], found[3], found[4]), endMs: ms(found[5], found[6], found[7], found[8]), text: plain(lines.slice(at + 1).join('\n')).trim() };
    return cue.text === '' || cue.endMs <= cue.startMs ? [] : [cue];
  });
  return cues.length === 0 ? null : cues;
}

/** What is to be read at a moment. */
export const captionAt = (cues: readonly Cue[], timeMs: number): string | null => {
  const texts = cues.filter(({ startMs, endMs }) => startMs <= timeMs && timeMs < endMs).map(({ text }) => text);
  return texts.length === 0 ? null : texts.join('\n');
};
