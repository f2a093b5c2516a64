/** Lengths of passwords count code points: neither UTF-16 units nor what a reader takes for one character. */
export const codePoints = (text: string): number => Array.from(text).length;
